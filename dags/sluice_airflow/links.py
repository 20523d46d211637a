"""Links on a task's page: to its report, to what the runbook says, to Spark's history.

SLUICE_REPORTS_URL         where a browser finds the data folder; without it, the report is an XCom
SLUICE_DOCS_URL            where a browser finds docs/; without it, the DAG's page is the runbook
SLUICE_SPARK_HISTORY_URL   Spark's history server; without it there is no such link
"""

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from airflow.sdk import BaseOperator, BaseOperatorLink
from airflow.sdk.configuration import conf

from sluice_airflow.report import REPORT_KEY, Report

# The XCom that has Spark's name for what a task ran.
APPLICATION_KEY = "spark_application"

# By exit code, and where it differs by job: the sections of docs/runbook.md.
SECTIONS = {
    "1": "exit-code-1-failed",
    "2": "exit-code-2-arguments-sql-settings-or-rights-are-wrong",
    "3": "exit-code-3-from-transform-a-batch-was-refused",
    "3 quality": "exit-code-3-from-quality-published-and-not-good",
    "4": "exit-code-4-another-run-holds-the-pipeline",
    "5": "exit-code-5-log-tables-or-input-disagree",
}


class ReportLink(BaseOperatorLink):
    """To the report in the data folder, else to the one that Airflow keeps."""

    name = "Report"

    def get_link(self, operator: BaseOperator, *, ti_key: object) -> str:  # noqa: ARG002
        report = _report(ti_key)
        base = _setting("SLUICE_REPORTS_URL")
        if report and base:
            return f"{base}/{report['pipeline']}/runs/{quote(report_name(report))}"
        return f"{_task_page(ti_key)}/xcom"


class RunbookLink(BaseOperatorLink):
    """To the section for the job's exit code."""

    name = "Runbook"

    def get_link(self, operator: BaseOperator, *, ti_key: object) -> str:  # noqa: ARG002
        base = _setting("SLUICE_DOCS_URL")
        if not base:
            return f"{_airflow()}/dags/{getattr(ti_key, 'dag_id', '')}"
        section = runbook_section(_report(ti_key))
        return f"{base}/runbook.md" + (f"#{section}" if section else "")


class HistoryLink(BaseOperatorLink):
    """To what Spark's history server has of the application."""

    name = "Spark history"

    def get_link(self, operator: BaseOperator, *, ti_key: object) -> str:  # noqa: ARG002
        base = _setting("SLUICE_SPARK_HISTORY_URL")
        application = _xcom(ti_key, APPLICATION_KEY)
        return f"{base}/history/{application}/" if base and application else base


def report_name(report: Report) -> str:
    """The name of its file, unless another of the same run began in the same second."""
    second = str(report["started_at"])[:19].replace("-", "").replace(":", "")
    return f"{second}Z-{report['job']}-{report['run_id']}.json"


def runbook_section(report: Report | None) -> str:
    """The section for a report's exit code; none where it is 0."""
    code, job = str((report or {}).get("exit_code")), (report or {}).get("job")
    return SECTIONS.get(f"{code} {job}") or SECTIONS.get(code, "")


def _report(ti: object) -> Report | None:
    report = _xcom(ti, REPORT_KEY)
    return report if isinstance(report, dict) else None


def _xcom(ti: object, key: str) -> Any:
    # Airflow asks for links while the task still runs, and gives the whole task instance.
    pull = getattr(ti, "xcom_pull", None)
    return pull(key=key) if pull else None


def _task_page(ti: object) -> str:
    names = (getattr(ti, name, "") for name in ("dag_id", "run_id", "task_id"))
    dag, run, task = (quote(str(name)) for name in names)
    return f"{_airflow()}/dags/{dag}/runs/{run}/tasks/{task}"


def _airflow() -> str:
    return str(conf.get("api", "base_url", fallback="")).rstrip("/")


def _setting(name: str, environment: Mapping[str, str] = os.environ) -> str:
    return environment.get(name, "").strip().rstrip("/")
