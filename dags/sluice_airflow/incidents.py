"""Which incidents there are, each told once: by the first run, or the first try, that meets it."""

import contextlib
import statistics
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

from airflow.sdk import Asset, Context, Variable

from sluice_airflow.alerts import Alert, Kind, is_on, send
from sluice_airflow.report import REPORT_KEY, Report

# Under this key of the store of a table's asset are the checks that were told of.
_WARNED = "warned"

FRESHNESS = "freshness"

# A run is slow that takes so many times what it usually takes, and no shorter than that.
TIMES = 3
AT_LEAST = timedelta(minutes=2)
# Of so many runs that had something to do, and not before there were so many.
KEPT = 20
ENOUGH = 5


def alert_failure(context: Context) -> None:
    """A task has failed for good: Airflow calls this after its last try alone."""
    if not is_on():
        return
    report = context["ti"].xcom_pull(key=REPORT_KEY)
    error = str(context.get("exception") or "Airflow gives no reason; see the task's log")
    # A report says it in parts; then the error only repeats them.
    what = (report or {}).get("message") or error
    next_step = (report or {}).get("next_step") or _next_step(error)
    send(Alert.of(context, Kind.FAILED, report, what=what, next_step=next_step), context)


def alert_warnings(context: Context, table: Asset, report: Report) -> None:
    """Checks of severity warn are violated that were not when they were looked at last."""
    checks = report.get("checks") or []
    # A NO-OP looks at none.
    if not checks or not is_on():
        return
    found = {
        check["name"]: check["violations"]
        for check in checks
        if check["violations"] and check["severity"] == "warn"
    }
    store = context["asset_state_store"][table]
    known = store.get(_WARNED, [])
    assert isinstance(known, list)
    news = {name: number for name, number in found.items() if name not in known}
    if sorted(found) != known:
        store.set(_WARNED, sorted(found))
    pipeline = report["pipeline"]
    if news.pop(FRESHNESS, 0):
        alert = Alert.of(
            context,
            Kind.STALE,
            report,
            what="the newest file is older than freshness.warn-after allows",
            next_step=f"see whether its source still delivers; ./sluice status --pipeline "
            f"{pipeline} says how old it is",
        )
        send(alert, context)
    if news:
        violated = ", ".join(f"{name} ({number} violations)" for name, number in news.items())
        alert = Alert.of(
            context,
            Kind.WARNING,
            report,
            what=f"violated, with severity warn: {violated}",
            next_step=f"look at the samples: ./sluice status --pipeline {pipeline} --run "
            f"{report['run_id']}",
        )
        send(alert, context)


@contextlib.contextmanager
def watch(context: Context, at_least: timedelta = AT_LEAST) -> Iterator[None]:
    """Tells of a job that is still going on after three times what it usually takes."""
    usual = _durations(context) if is_on() else []
    if len(usual) < ENOUGH:
        yield
        return
    seconds = max(TIMES * statistics.median(usual), at_least.total_seconds())
    timer = threading.Timer(seconds, _alert_slow, (context, seconds, statistics.median(usual)))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def note_duration(context: Context, started: float, report: Report) -> None:
    """Keeps how long a job took, in seconds, unless it had nothing to do.

    :param started: by the monotonic clock
    """
    if is_on() and report.get("outcome") == "succeeded":
        kept = [*_durations(context), round(time.monotonic() - started, 1)][-KEPT:]
        Variable.set(_variable(context), kept, serialize_json=True)


def _alert_slow(context: Context, seconds: float, usual: float) -> None:
    ti = context["ti"]
    alert = Alert.of(
        context,
        Kind.SLOW,
        None,
        what=f"it has been running for {seconds:.0f} s, and usually takes {usual:.0f} s",
        next_step="look at the task's log; nothing was stopped, and Clear is safe",
    )
    told = f"{_variable(context)}_told"
    if Variable.get(told, default=None) != ti.run_id:
        Variable.set(told, ti.run_id)
        send(alert, context)


def _durations(context: Context) -> list[float]:
    kept = Variable.get(_variable(context), default=[], deserialize_json=True)
    return list(kept) if isinstance(kept, list) else []


def _variable(context: Context) -> str:
    return f"sluice_seconds_{context['ti'].dag_id}_{context['ti'].task_id}"


def _next_step(error: str) -> str:
    """As the last line of a job's error has it."""
    last = error.rpartition("\n")[2]
    if last.startswith("next: "):
        return last.removeprefix("next: ")
    return "mend what the message names, then Clear this task"
