"""Alerts: what on-call is told without looking, by mail and by webhook, once per incident.

They are off until Airflow's environment names where they go:

SLUICE_ALERT_EMAIL     addresses, with commas; by the mail server of the connection smtp_default
SLUICE_ALERT_WEBHOOK   the id of an HTTP connection, whose address gets a POST of JSON
"""

import html
import logging
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import Enum

from airflow.providers.http.notifications import HttpNotifier
from airflow.providers.smtp.hooks.smtp import SmtpHook
from airflow.providers.smtp.notifications.smtp import SmtpNotifier
from airflow.sdk import BaseHook, BaseNotifier, Context
from airflow.sdk.exceptions import AirflowNotFoundException

from sluice_airflow.report import Report, verdict_line

log = logging.getLogger(__name__)


class Kind(Enum):
    """Why somebody is told."""

    FAILED = "failed"
    WARNING = "warning"
    STALE = "stale"
    SLOW = "slow"


@dataclass(frozen=True)
class Alert:
    """What a person has to know who sees nothing else.

    :param what: what failed, or is otherwise not as it should be
    :param next_step: what to do about it
    :param link: where Airflow shows the task
    """

    kind: Kind
    pipeline: str
    task: str
    run: str
    verdict: str
    what: str
    next_step: str
    link: str

    @staticmethod
    def of(
        context: Context, kind: Kind, report: Report | None, *, what: str, next_step: str
    ) -> "Alert":
        """An alert about the task of a context."""
        ti = context["ti"]
        return Alert(
            kind=kind,
            pipeline=getattr(context.get("task"), "pipeline", ti.dag_id),
            task=ti.task_id,
            run=ti.run_id,
            verdict=verdict_line(report or {}) or "none",
            what=what,
            next_step=next_step,
            link=getattr(ti, "log_url", ""),
        )

    @property
    def subject(self) -> str:
        return f"[sluice] {self.pipeline}: {self.task} {self.kind.value}"

    @property
    def fields(self) -> dict[str, str]:
        """By name, in the order in which they are shown."""
        return {name: getattr(value, "value", value) for name, value in asdict(self).items()}

    @property
    def text(self) -> str:
        lines = (f"{name.replace('_', ' ')}: {value}" for name, value in self.fields.items())
        return "\n".join((self.subject, *lines))


def is_on(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether anybody is told anything."""
    return bool(_emails(environment) or _webhook(environment))


def unknown_connections(environment: Mapping[str, str] = os.environ) -> list[str]:
    """What alerts would need and Airflow doesn't have, each with its remedy."""
    needed = {"SLUICE_ALERT_WEBHOOK": _webhook(environment)}
    if _emails(environment):
        needed["SLUICE_ALERT_EMAIL"] = SmtpHook.default_conn_name
    problems = []
    for variable, connection in needed.items():
        try:
            if connection:
                BaseHook.get_connection(connection)
        except AirflowNotFoundException:
            problems.append(
                f"Cannot send alerts by the connection {connection}: there is none; "
                f"add it, or unset {variable}"
            )
    return problems


def send(alert: Alert, context: Context, environment: Mapping[str, str] = os.environ) -> None:
    """Tells everybody. Where that fails the task's log says so; it never fails the task."""
    for notifier in _notifiers(alert, environment):
        try:
            # Not by a call, which would take what a report says for a template.
            notifier.notify(context)
            log.info("Sent an alert: %s", alert.subject)
        except Exception as error:  # whatever it is, the run matters more
            log.error("Cannot send the alert %r: %s", alert.subject, error)


def _notifiers(alert: Alert, environment: Mapping[str, str]) -> Iterator[BaseNotifier]:
    emails, webhook = _emails(environment), _webhook(environment)
    if emails:
        rows = "".join(
            f"<tr><th align=left valign=top>{html.escape(name.replace('_', ' '))}</th>"
            f"<td><pre>{html.escape(value)}</pre></td></tr>"
            for name, value in alert.fields.items()
        )
        yield SmtpNotifier(to=emails, subject=alert.subject, html_content=f"<table>{rows}</table>")
    if webhook:
        yield HttpNotifier(
            http_conn_id=webhook,
            # Chats show `text`; whoever wants to sort or route takes the fields.
            json={"text": alert.text, **alert.fields},
            extra_options={"timeout": 30},
        )


def _emails(environment: Mapping[str, str]) -> list[str]:
    addresses = environment.get("SLUICE_ALERT_EMAIL", "").split(",")
    return [address.strip() for address in addresses if address.strip()]


def _webhook(environment: Mapping[str, str]) -> str:
    return environment.get("SLUICE_ALERT_WEBHOOK", "").strip()
