"""The two tasks of a backfill that run Spark: one plans it, the other carries that plan out."""

from typing import Any

from airflow.sdk import Context
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from sluice_airflow.approval import APPROVED_KEY
from sluice_airflow.forms import given
from sluice_airflow.operator import JobOperator
from sluice_airflow.report import REPORT_KEY
from sluice_airflow.report_place import ReportPlace


class PlanOperator(JobOperator):
    """Prepares what the form asks for, shows it in its report, and publishes nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            task_id="plan",
            job="backfill",
            options_from_params={"from": "from", "to": "to"},
            **kwargs,
        )

    def arguments(self, context: Context, place: ReportPlace) -> list[str]:
        all_dates = ["--all"] if given(context["params"], "all") else []
        return ["--plan", *all_dates, *super().arguments(context, place)]


class ApplyOperator(JobOperator):
    """Publishes the plan that was approved, exactly as it was shown.

    The job refuses it where something has changed since. Skipped where there was nothing to plan.

    :param approval: the task that asked
    """

    def __init__(self, *, approval: str, **kwargs: Any) -> None:
        super().__init__(task_id="apply", job="backfill", **kwargs)
        self.approval = approval

    def execute(self, context: Context) -> None:
        if self._approved(context) is None:
            report = context["ti"].xcom_pull(task_ids="plan", key=REPORT_KEY)
            if report and report.get("plan") is None:
                raise AirflowSkipException("there was nothing to plan")
            raise AirflowFailException(
                f"Cannot apply a plan: nobody has approved one in {self.approval}; "
                f"Clear {self.approval} with the tasks after it, and answer there"
            )
        super().execute(context)

    def arguments(self, context: Context, place: ReportPlace) -> list[str]:
        approved = self._approved(context)
        assert approved is not None
        chosen = ["--apply", approved["plan"], "--reason", approved["reason"]]
        return [*chosen, *super().arguments(context, place)]

    def _approved(self, context: Context) -> dict[str, str] | None:
        found: dict[str, str] | None = context["ti"].xcom_pull(
            task_ids=self.approval, key=APPROVED_KEY
        )
        return found
