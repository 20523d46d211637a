"""What is wrong with the values of a form beyond what Airflow checks: with one beside another."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

Values = Mapping[str, Any]
"""What a run was given, by the names of its DAG's params; None or blank where nothing was given."""

FormProblems = Callable[[Values], list[str]]

AGAIN = "trigger the run again"
MOST_DAYS = 3_660

# As people choose them, and as they are typed after ./sluice.
FILES_ACTIONS = ("files reject", "files retry", "files accept")
QUARANTINE_ACTIONS = ("quarantine replay", "quarantine discard")
QUARANTINE_FILTERS = ("code", "from", "to", "batch", "id")


def no_problems(_: Values) -> list[str]:
    """Of a form whose values are free of each other."""
    return []


def given(values: Values, name: str) -> Any:
    """The value, None where it is missing, blank, or not chosen."""
    value = values.get(name)
    if isinstance(value, str):
        return value.strip() or None
    return None if value is False else value


def run_problems(values: Values) -> list[str]:
    """Of a run of the pipeline."""
    problems = []
    ratio, reason = values.get("max_quarantined_ratio"), given(values, "reason")
    if ratio is not None and reason is None:
        problems.append(
            "Cannot use max_quarantined_ratio: nothing says why; "
            "trigger the run again with a reason"
        )
    if ratio is None and reason is not None:
        problems.append(
            "Cannot use reason: there is no limit that it could be for; "
            "trigger the run again with max_quarantined_ratio, or without reason"
        )
    rows, files = values.get("generate_rows"), values.get("generate_files")
    if rows is not None and files is not None and files > rows:
        problems.append(
            f"Cannot spread generate_rows {rows} over generate_files {files}: a file has at "
            f"least one row; trigger the run again with generate_files up to {rows}"
        )
    return problems


def backfill_problems(values: Values) -> list[str]:
    """Of a backfill: which dates, and why."""
    problems = []
    dates = [given(values, name) for name in ("from", "to")]
    if given(values, "all") is None:
        if None in dates:
            problems.append(
                "Cannot tell which dates to replace: a backfill takes from and to, or all; "
                f"{AGAIN} with both, or with all"
            )
        else:
            problems += _range_problems(*dates)
    elif dates != [None, None]:
        problems.append(
            f"Cannot use all with from or to: it means every date; {AGAIN} with one or the other"
        )
    return problems + _reason_problems(values)


def decision_problems(values: Values) -> list[str]:
    """Of a decision: about which files or records, and why."""
    action = values["action"]
    of_files = action in FILES_ACTIONS
    problems = _files_problems(values) if of_files else _quarantine_problems(values)
    if given(values, "missing") and action != "files accept":
        problems.append(
            f"Cannot use missing with {action}: only files accept does without files that are "
            f"gone; {AGAIN} without it"
        )
    if (given(values, "files") or "").startswith("-"):
        problems.append(
            f"Cannot use files {values['files']}: it would be taken for an option; "
            f"{AGAIN} with another pattern, such as ?{values['files'].strip()[1:]}"
        )
    return problems + _reason_problems(values)


def _files_problems(values: Values) -> list[str]:
    action = values["action"]
    problems = [
        f"Cannot use {name} with {action}: files are chosen by name; {AGAIN} without it"
        for name in QUARANTINE_FILTERS
        if given(values, name) is not None
    ]
    files, every = given(values, "files"), given(values, "all")
    if action == "files retry":
        if (files is None) == (every is None):
            problems.append(f"Cannot choose files: {AGAIN} with either files or all")
    elif every is not None:
        problems.append(f"Cannot use all with {action}: it takes files by name; {AGAIN} with files")
    elif files is None:
        problems.append(f"Cannot choose files: nothing says which; {AGAIN} with files")
    return problems


def _quarantine_problems(values: Values) -> list[str]:
    filters = [name for name in ("files", *QUARANTINE_FILTERS) if given(values, name) is not None]
    problems = []
    if bool(filters) == bool(given(values, "all")):
        problems.append(
            "Cannot choose records: "
            f"{AGAIN} with either files, code, from, to, batch or id, or with all"
        )
    dates = [given(values, name) for name in ("from", "to")]
    return problems + (_range_problems(*dates) if None not in dates else [])


def _range_problems(first: str, last: str) -> list[str]:
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    if days < 1:
        return [f"Cannot use from {first} with to {last}: it is after that; {AGAIN} in order"]
    if days > MOST_DAYS:
        return [
            f"Cannot use from {first} with to {last}: these are {days} days, and one run takes "
            f"{MOST_DAYS} at most; split it"
        ]
    return []


def _reason_problems(values: Values) -> list[str]:
    if given(values, "reason") is None:
        return [f"Cannot go on without a reason: it is kept with what is done; {AGAIN} with one"]
    return []
