"""What is wrong with a form is told before any job starts."""

from typing import Any

import pytest

from sluice_airflow.forms import backfill_problems, decision_problems

Form = dict[str, Any]

BACKFILL: Form = {"from": None, "to": None, "all": False, "reason": "rule corrected"}
DECISION: Form = dict.fromkeys(("files", "code", "from", "to", "batch", "id")) | {
    "all": False,
    "missing": False,
    "reason": "test data",
}


@pytest.mark.parametrize(
    "form",
    [
        {"from": "2026-11-18", "to": "2026-11-18"},
        {"from": "2016-12-31", "to": "2027-01-07"},
        {"all": True},
    ],
)
def test_a_backfill_takes_dates_or_all(form: Form) -> None:
    assert backfill_problems(BACKFILL | form) == []


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        (
            {},
            "Cannot tell which dates to replace: a backfill takes from and to, or all; "
            "trigger the run again with both, or with all",
        ),
        (
            {"from": "2026-11-18"},
            "Cannot tell which dates to replace: a backfill takes from and to, or all; "
            "trigger the run again with both, or with all",
        ),
        (
            {"all": True, "to": "2026-11-18"},
            "Cannot use all with from or to: it means every date; "
            "trigger the run again with one or the other",
        ),
        (
            {"from": "2026-11-19", "to": "2026-11-18"},
            "Cannot use from 2026-11-19 with to 2026-11-18: it is after that; "
            "trigger the run again in order",
        ),
        (
            {"from": "2016-12-30", "to": "2027-01-07"},
            "Cannot use from 2016-12-30 with to 2027-01-07: these are 3661 days, and one run "
            "takes 3660 at most; split it",
        ),
        (
            {"all": True, "reason": "  "},
            "Cannot go on without a reason: it is kept with what is done; "
            "trigger the run again with one",
        ),
    ],
)
def test_a_backfill_refuses(form: Form, problem: str) -> None:
    assert backfill_problems(BACKFILL | form) == [problem]


@pytest.mark.parametrize(
    "form",
    [
        {"action": "quarantine replay", "code": "amount_type"},
        {"action": "quarantine replay", "all": True},
        {"action": "quarantine discard", "from": "2026-11-18", "to": "2026-11-19", "batch": 3},
        {"action": "files reject", "files": "bad-*.csv"},
        {"action": "files retry", "all": True},
        {"action": "files accept", "files": "late.csv", "missing": True},
    ],
)
def test_a_decision_is_about_files_or_records(form: Form) -> None:
    assert decision_problems(DECISION | form) == []


CHOOSE_RECORDS = (
    "Cannot choose records: trigger the run again with either files, code, from, to, batch or id, "
    "or with all"
)


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"action": "quarantine discard"}, CHOOSE_RECORDS),
        ({"action": "quarantine replay", "all": True, "code": "x"}, CHOOSE_RECORDS),
        (
            {"action": "quarantine discard", "from": "2026-11-19", "to": "2026-11-18"},
            "Cannot use from 2026-11-19 with to 2026-11-18: it is after that; "
            "trigger the run again in order",
        ),
        (
            {"action": "quarantine discard", "all": True, "missing": True},
            "Cannot use missing with quarantine discard: only files accept does without files "
            "that are gone; trigger the run again without it",
        ),
        (
            {"action": "files reject"},
            "Cannot choose files: nothing says which; trigger the run again with files",
        ),
        (
            {"action": "files reject", "all": True},
            "Cannot use all with files reject: it takes files by name; "
            "trigger the run again with files",
        ),
        (
            {"action": "files retry"},
            "Cannot choose files: trigger the run again with either files or all",
        ),
        (
            {"action": "files retry", "files": "a.csv", "batch": 2},
            "Cannot use batch with files retry: files are chosen by name; "
            "trigger the run again without it",
        ),
        (
            {"action": "files accept", "files": "--all"},
            "Cannot use files --all: it would be taken for an option; trigger the run again with "
            "another pattern, such as ?-all",
        ),
        (
            {"action": "files accept", "files": "a.csv", "reason": ""},
            "Cannot go on without a reason: it is kept with what is done; "
            "trigger the run again with one",
        ),
    ],
)
def test_a_decision_refuses(form: Form, problem: str) -> None:
    assert decision_problems(DECISION | form) == [problem]
