"""A report as a page for people: Airflow shows a task's note as Markdown."""

import logging
from urllib.parse import quote

from airflow.sdk import Context
from airflow.sdk.configuration import conf

from sluice_airflow.airflow_api import ApiError, call, has_login
from sluice_airflow.report import Report, outcome_line, verdict_line

# Airflow keeps no longer ones.
LONGEST = 1000


log = logging.getLogger(__name__)


def show(context: Context, report: Report) -> None:
    """Makes the report the note of its task, where Airflow may be asked to."""
    all_are_admins = conf.getboolean("core", "simple_auth_manager_all_admins", fallback=False)
    if not has_login() and not all_are_admins:
        return
    ti = context["ti"]
    dag, run, task = (quote(name, safe="") for name in (ti.dag_id, ti.run_id, ti.task_id))
    path = f"/dags/{dag}/dagRuns/{run}/taskInstances/{task}?update_mask=note"
    try:
        answer = call("PATCH", path, {"note": markdown(report)})
        why = "" if answer.ok else f"{answer.url} answers with status {answer.status_code}"
    except ApiError as error:
        why = str(error)
    if why:
        log.warning("Cannot make the report the note of this task: %s", why)


def markdown(report: Report) -> str:
    """What the job did, how it ended, what is next; as much of it as a note takes."""
    lines = [f"**{outcome_line(report)}**", "", f"`{verdict_line(report)}`", ""]
    for name in ("message", "next_step"):
        if report.get(name):
            lines += [f"*{name.replace('_', ' ')}:* {report[name]}", ""]
    violated = [check for check in report.get("checks") or [] if check["violations"]]
    if violated:
        lines += ["| check | severity | violations |", "|---|---|---|"]
        lines += [f"| {it['name']} | {it['severity']} | {it['violations']} |" for it in violated]
        lines.append("")
    for name in ("touched_dates", "restated_dates"):
        dates = report.get(name) or []
        if dates:
            more = f" and {len(dates) - 10} more" if len(dates) > 10 else ""
            lines += [f"*{name.replace('_', ' ')}:* {', '.join(dates[:10])}{more}", ""]
    text = "\n".join(lines).rstrip()
    return text if len(text) <= LONGEST else text[: LONGEST - 2] + " …"
