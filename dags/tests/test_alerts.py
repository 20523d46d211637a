"""Alerts of runs in Airflow, as a mail server and a web server on this machine receive them."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from airflow.models.variable import Variable
from airflow.sdk import DAG
from dag_tasks import fresh
from fake_spark import FakeSpark, step
from receivers import MailServer, WebServer

from sluice_airflow import incidents
from sluice_airflow.alerts import unknown_connections


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


@pytest.fixture(autouse=True)
def receivers(mail: MailServer, web: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    connections: dict[str, dict[str, Any]] = {
        "SMTP_DEFAULT": {
            "conn_type": "smtp",
            "host": "127.0.0.1",
            "port": mail.port,
            "extra": {"from_email": "sluice@example.org", "disable_ssl": True, "disable_tls": True},
        },
        "CHAT": {"conn_type": "http", "host": f"http://127.0.0.1:{web.port}/hooks/data"},
    }
    for name, connection in connections.items():
        monkeypatch.setenv(f"AIRFLOW_CONN_{name}", json.dumps(connection))
    monkeypatch.setenv("SLUICE_ALERT_EMAIL", "on-call@example.org, data@example.org")
    monkeypatch.setenv("SLUICE_ALERT_WEBHOOK", "chat")


@pytest.fixture
def dag(database: None) -> DAG:  # noqa: ARG001 (a run needs the database)
    return fresh("transactions")


def test_a_task_that_fails_is_told_once_after_its_last_try(
    dag: DAG, spark: FakeSpark, mail: MailServer, web: WebServer
) -> None:
    aggregate = dag.get_task("aggregate")
    aggregate.retries, aggregate.retry_delay = 2, timedelta(seconds=0)
    failed = step(1, outcome="failed", message="{{ disk }} <full>", next_step="mend the disk")
    spark.will(step(), failed)
    run = dag.test(logical_date=None)

    assert len(spark.calls) == 4
    (post,) = web.posts
    link = post.pop("link")
    assert "/dags/transactions/runs/manual__" in link
    assert "/tasks/aggregate" in link
    text = post.pop("text")
    assert post == {
        "path": "/hooks/data",
        "kind": "failed",
        "pipeline": "transactions",
        "task": "aggregate",
        "run": run.run_id,
        "verdict": "RUN 5 files in 1 batch",
        "what": "{{ disk }} <full>",
        "next_step": "mend the disk",
    }
    assert text.splitlines()[0] == "[sluice] transactions: aggregate failed"
    assert f"next step: mend the disk\nlink: {link}" in text
    (received,) = mail.mails
    assert received["Subject"] == "[sluice] transactions: aggregate failed"
    assert received["From"] == "sluice@example.org"
    assert received["To"] == "on-call@example.org, data@example.org"
    body = received.get_body()
    assert body is not None
    assert "{{ disk }} &lt;full&gt;" in body.get_content()


def test_what_preflight_misses_is_told_too(dag: DAG, spark: FakeSpark, web: WebServer) -> None:
    dag.test(logical_date=None, run_conf={"nope": 1})
    assert spark.calls == []
    (post,) = web.posts
    assert (post["task"], post["verdict"]) == ("preflight", "none")
    assert post["what"].startswith("Cannot use the parameter nope: ")
    assert post["next_step"] == "mend what the message names, then Clear this task"


def check(name: str, violations: int, severity: str = "warn") -> dict[str, Any]:
    return {"name": name, "severity": severity, "violations": violations, "sample": []}


@pytest.mark.long
def test_a_warning_is_told_when_it_begins(dag: DAG, spark: FakeSpark, web: WebServer) -> None:
    def told(*checks: dict[str, Any]) -> list[tuple[str, str]]:
        before = len(web.posts)
        spark.will(step(checks=list(checks)))
        dag.test(logical_date=None)
        return [(post["kind"], post["what"]) for post in web.posts[before:]]

    stale = ("stale", "the newest file is older than freshness.warn-after allows")
    rare = ("warning", "violated, with severity warn: rare (3 violations)")
    assert told(check("rare", 0), check("gaps", 0, "fail")) == []
    assert told(check("rare", 3), check("freshness", 1)) == [stale, rare]
    assert told(check("rare", 4), check("freshness", 1)) == []
    # A NO-OP looks at nothing.
    assert told() == []
    assert told(check("rare", 3), check("freshness", 0)) == []
    assert told(check("rare", 3), check("freshness", 1)) == [stale]


@pytest.mark.long
def test_a_run_that_takes_three_times_its_usual_is_told_while_it_goes_on(
    dag: DAG, spark: FakeSpark, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "sluice_seconds_transactions_aggregate"
    Variable.set(key, [0.4] * 4, serialize_json=True)
    watch = incidents.watch
    monkeypatch.setattr(
        "sluice_airflow.operator.watch", lambda context: watch(context, timedelta(seconds=1))
    )
    slow = [step(), step(seconds=3), step()]
    spark.will(*slow)
    dag.test(logical_date=None)
    assert web.posts == []
    assert len(Variable.get(key, deserialize_json=True)) == 5

    (spark.place / "calls.jsonl").unlink()
    spark.will(*slow)
    run = dag.test(logical_date=None)
    (post,) = web.posts
    assert (post["kind"], post["task"], post["run"]) == ("slow", "aggregate", run.run_id)
    assert post["what"] == "it has been running for 1 s, and usually takes 0 s"


def test_nobody_is_told_where_no_place_is_named_and_no_run_fails_for_a_place_that_is_down(
    dag: DAG, spark: FakeSpark, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    spark.will(step(3, outcome="gate_failed"))
    monkeypatch.setenv("SLUICE_ALERT_EMAIL", " ")
    monkeypatch.setenv("SLUICE_ALERT_WEBHOOK", "")
    dag.test(logical_date=None)
    monkeypatch.setenv("SLUICE_ALERT_WEBHOOK", "no_such_connection")
    spark.will(step(checks=[check("other", 1)]))
    run = dag.test(logical_date=None)
    assert web.posts == []
    assert run.state == "success"


def test_preflight_names_a_connection_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch,
    database: None,  # noqa: ARG001
) -> None:
    monkeypatch.setenv("SLUICE_ALERT_WEBHOOK", "no_such_connection")
    assert unknown_connections() == [
        "Cannot send alerts by the connection no_such_connection: there is none; add it, or unset "
        "SLUICE_ALERT_WEBHOOK"
    ]
    monkeypatch.setenv("SLUICE_ALERT_WEBHOOK", "chat")
    assert unknown_connections() == []
