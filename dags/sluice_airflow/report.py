"""The report that a job writes last: what it did, how it ended, what is next."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

Report = dict[str, Any]

# The XCom that has a task's report.
REPORT_KEY = "report"


class ReportNotBelievedError(Exception):
    """There is no report, or none that is surely of this try; the message says why."""


@dataclass(frozen=True)
class ExpectedRun:
    """What the report of one try must say about itself."""

    job: str
    pipeline: str
    run_id: str
    exit_code: int | None
    """None where the report alone knows it."""
    submitted_at: datetime


def read_report(file: Path, expected: ExpectedRun) -> Report:
    """The report, if it is whole and of just this try; else raises ReportNotBelievedError."""
    try:
        report = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ReportNotBelievedError(f"it left no report at {file}") from None
    except (OSError, ValueError) as error:
        raise ReportNotBelievedError(f"its report at {file} can't be read: {error}") from None
    if not isinstance(report, dict):
        raise ReportNotBelievedError(f"its report at {file} is no JSON object")
    for field in ("job", "pipeline", "run_id", "exit_code"):
        said, known = report.get(field), getattr(expected, field)
        if said != known and known is not None:
            raise ReportNotBelievedError(
                f"the report at {file} has {field} {said!r}, not {known!r}"
            )
    if not isinstance(report.get("exit_code"), int):
        raise ReportNotBelievedError(f"the report at {file} has no exit_code")
    started_at = _time(report.get("started_at"))
    if started_at is None or started_at < expected.submitted_at:
        raise ReportNotBelievedError(
            f"the report at {file} is of an earlier try, started at {report.get('started_at')}"
        )
    return report


def verdict_line(report: Report) -> str:
    """What the job set out to do, such as RUN 5 files in 1 batch."""
    return " ".join(filter(None, (report.get("verdict"), report.get("verdict_detail"))))


def outcome_line(report: Report) -> str:
    """How it ended and with which figures, such as SUCCEEDED: 500 rows read, 500 written."""
    outcome = str(report.get("outcome")).replace("_", " ").upper()
    figures = ", ".join(_figures(report)) or report.get("message")
    return f"{outcome}: {figures}" if figures else outcome


def _figures(report: Report) -> list[str]:
    read = report.get("rows_read") or 0
    figures = []
    if read:
        figures.append(f"{read} rows read")
        for name in ("written", "duplicate", "quarantined"):
            figures.append(f"{report.get('rows_' + name) or 0} {name}")
    elif report.get("rows_out"):
        figures.append(f"{report['rows_out']} rows out")
    if not read:
        for relation, table in (report.get("tables") or {}).items():
            figures.append(f"{relation} has {table['rows']} rows")
    checks = report.get("checks") or []
    if checks:
        violated = [check["name"] for check in checks if check["violations"]]
        figures.append(f"{len(checks) - len(violated)} of {len(checks)} checks hold")
        figures += [f"violated: {', '.join(violated)}"] if violated else []
    return figures


def _time(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None
