"""Whole runs of the transactions DAG in Airflow, and the jobs' own view of their arguments."""

import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from airflow.models import DagRun
from airflow.models.asset import AssetEvent
from airflow.models.xcom import XComModel
from airflow.sdk import DAG, Context
from airflow.utils.session import create_session
from dag_tasks import fresh, jobs_of
from fake_spark import FakeSpark, step

from sluice_airflow.report_place import OwnCopy
from sluice_airflow.settings import CHECKOUT, Settings

DAGS = CHECKOUT / "dags"
JAR = CHECKOUT / "jobs" / "target" / "sluice-jobs.jar"
JOBS = ("generate", "transform", "aggregate", "quality")


@pytest.fixture
def dag(database: None) -> DAG:  # noqa: ARG001 (a run needs the database)
    return fresh("transactions")


def run(dag: DAG, conf: dict[str, object] | None = None) -> tuple[DagRun, dict[str, str]]:
    """A run as a person starts it: without a logical date. Gives it, and its tasks' states."""
    dag_run = dag.test(logical_date=None, run_conf=conf)
    return dag_run, {ti.task_id: str(ti.state) for ti in dag_run.get_task_instances()}


def test_a_run_without_params_makes_no_rows(dag: DAG, spark: FakeSpark) -> None:
    spark.will(step())
    _, states = run(dag)
    assert states == {
        "preflight": "success",
        "generate": "skipped",
        "transform": "success",
        "aggregate": "success",
        "quality": "success",
    }
    classes = [call[call.index("--class") + 1] for call in spark.calls]
    assert classes == [f"io.sluice.{job}Job" for job in ("Transform", "Aggregate", "Quality")]
    assert len({spark.options(call)["run-id"] for call in range(3)}) == 1
    assert [spark.options(call).get("wait") for call in range(3)] == ["10 minutes"] * 2 + [None]


def test_a_run_passes_its_params(dag: DAG, spark: FakeSpark) -> None:
    spark.will(step())
    conf = {"generate_rows": 20, "max_quarantined_ratio": 0.25, "reason": "a  bad day"}
    run(dag, conf)
    generate, transform = spark.options(0), spark.options(1)
    assert (generate["rows"], generate["files"]) == ("20", "1")
    assert (transform["max-quarantined-ratio"], transform["reason"]) == ("0.25", "a  bad day")


def test_a_run_with_an_unknown_param_does_nothing(dag: DAG, spark: FakeSpark) -> None:
    _, states = run(dag, {"nope": 1})
    assert states == {"preflight": "failed"} | dict.fromkeys(JOBS, "upstream_failed")
    assert spark.calls == []


def test_a_gate_stops_the_run_without_a_retry(dag: DAG, spark: FakeSpark) -> None:
    dag.get_task("transform").retries = 2
    spark.will(step(3, outcome="gate_failed"))
    _, states = run(dag)
    assert states["transform"] == "failed"
    assert (states["aggregate"], len(spark.calls)) == ("upstream_failed", 1)


def test_every_job_takes_its_arguments(dag: DAG, tmp_path: Path) -> None:
    """Past the command line, a job finds that there is no such pipeline."""
    params = dag.params.dump() | {"generate_rows": 5, "max_quarantined_ratio": 0.5, "reason": "r"}
    spark_home = Settings.from_environment({}).spark_home
    instance = SimpleNamespace(try_number=1)
    for job, task in jobs_of(dag).items():
        stores: dict[object, dict[str, str]] = {asset: {} for asset in task.outlets}
        context = {
            "run_id": "parse",
            "params": params,
            "ti": instance,
            "asset_state_store": stores,
        }
        arguments = task.arguments(cast("Context", context), OwnCopy(tmp_path / f"{job}.json"))
        arguments[arguments.index("--sql") + 1] = str(tmp_path)
        arguments[arguments.index("--report") + 1] = f"file://{tmp_path}/{job}.json"
        java = ["java", "-XX:TieredStopAtLevel=1", "-cp", f"{JAR}:{spark_home}/jars/*"]
        command = [*java, str(task._java_class), *arguments]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ended.returncode == 2, ended.stderr
        assert ended.stdout.startswith(
            f"INVALID {job} transactions: Cannot load pipeline 'transactions': there is no folder "
        )


def test_a_true_run_publishes_and_says_what(dag: DAG) -> None:
    dag_run, states = run(dag, {"generate_rows": 500, "generate_files": 5})
    assert states == dict.fromkeys(["preflight", *JOBS], "success")
    with create_session() as session:
        reports = {
            xcom.task_id: XComModel.deserialize_value(xcom)
            for xcom in session.query(XComModel).filter_by(run_id=dag_run.run_id, key="report")
        }
        events = [
            (event.asset.uri, event.partition_key, event.extra)
            for event in session.query(AssetEvent).filter_by(source_run_id=dag_run.run_id)
        ]
    assert [(job, reports[job]["outcome"]) for job in JOBS] == [(job, "succeeded") for job in JOBS]
    daily = [event[1:] for event in events if event[0].endswith("/daily_category_metrics")]
    run_id = reports["transform"]["run_id"]
    extra = {
        "run_id": run_id,
        "change": f"6:{run_id}",
        "dates": ["2026-01-01"],
        "whole": True,
    }
    assert sorted(daily, key=str) == [("2026-01-01", extra), (None, extra)]
    assert {event[0].rpartition("/")[2] for event in events} == {
        "transformed_transactions",
        "category_customers",
        "category_products",
        "daily_category_metrics",
        "hourly_category_metrics",
        "transaction_metrics",
    }
