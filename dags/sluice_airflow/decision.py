"""The tasks that carry out what a person decides about files, or about quarantined records."""

from collections.abc import Sequence
from typing import Any

from airflow.sdk import Context
from airflow.sdk.exceptions import AirflowSkipException

from sluice_airflow.forms import given
from sluice_airflow.operator import JobOperator
from sluice_airflow.report_place import ReportPlace


class FilesOperator(JobOperator):
    """Runs files reject, retry or accept, as the form says; skipped where it says another."""

    def __init__(self, *, actions: Sequence[str], **kwargs: Any) -> None:
        super().__init__(
            task_id="files", job="files", options_from_params={"reason": "reason"}, **kwargs
        )
        self.actions = actions

    def execute(self, context: Context) -> None:
        skip_unless(context, self.actions)
        super().execute(context)

    def arguments(self, context: Context, place: ReportPlace) -> list[str]:
        values = context["params"]
        files = given(values, "files")
        chosen = [files] if files else ["--all"]
        missing = ["--missing"] if given(values, "missing") else []
        return [
            second_word(values["action"]),
            *chosen,
            *missing,
            *super().arguments(context, place),
        ]


class QuarantineOperator(JobOperator):
    """Runs quarantine replay or discard, as the form says; skipped where it says another."""

    def __init__(self, *, actions: Sequence[str], **kwargs: Any) -> None:
        names = {"file": "files", "code": "code", "from": "from", "to": "to"}
        names |= {"batch": "batch", "id": "id", "reason": "reason"}
        super().__init__(
            task_id="quarantine", job="quarantine", options_from_params=names, **kwargs
        )
        self.actions = actions

    def execute(self, context: Context) -> None:
        skip_unless(context, self.actions)
        super().execute(context)

    def arguments(self, context: Context, place: ReportPlace) -> list[str]:
        action = second_word(context["params"]["action"])
        # A replay without a filter takes every record; only a discard has to say so.
        everything = given(context["params"], "all") and action == "discard"
        return [action, *(["--all"] if everything else []), *super().arguments(context, place)]


def skip_unless(context: Context, actions: Sequence[str]) -> None:
    action = context["params"]["action"]
    if action not in actions:
        raise AirflowSkipException(f"this run is for {action}")


def second_word(action: str) -> str:
    return action.split(" ")[1]
