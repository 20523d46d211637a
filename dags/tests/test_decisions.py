"""Decisions: which job a form starts, with which arguments, and what follows."""

import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from airflow.sdk import DAG, Context
from dag_tasks import fresh, jobs_of
from fake_spark import FakeSpark, step

from sluice_airflow.report_place import OwnCopy
from sluice_airflow.settings import CHECKOUT, Settings

JAR = CHECKOUT / "jobs" / "target" / "sluice-jobs.jar"

FORMS: dict[str, dict[str, Any]] = {
    "quarantine replay": {"code": "amount_type", "from": "2026-11-18", "to": "2026-11-19"},
    "quarantine discard": {"files": "bad-*.csv", "batch": 3, "id": "3fa9c1"},
    "files reject": {"files": "bad.csv"},
    "files retry": {"all": True},
    "files accept": {"files": "shop 1.csv", "missing": True},
}


@pytest.fixture
def dag(database: None) -> DAG:  # noqa: ARG001 (a run needs the database)
    return fresh("transactions_decide")


def run(dag: DAG, action: str, **form: object) -> dict[str, str]:
    conf = {"action": action, "reason": "test data", **form}
    dag_run = dag.test(logical_date=None, run_conf=conf)
    return {ti.task_id: str(ti.state) for ti in dag_run.get_task_instances()}


def test_a_decision_about_files_is_followed_by_a_transform(dag: DAG, spark: FakeSpark) -> None:
    spark.will(step())
    assert run(dag, "files reject", files="bad.csv") == {
        "preflight": "success",
        "files": "success",
        "quarantine": "skipped",
        "transform": "success",
        "aggregate": "success",
        "quality": "success",
    }
    classes = [call[call.index("--class") + 1] for call in spark.calls]
    assert classes == [
        f"io.sluice.{job}Job" for job in ("Files", "Transform", "Aggregate", "Quality")
    ]


def test_a_decision_about_records_takes_no_files_in(dag: DAG, spark: FakeSpark) -> None:
    spark.will(step())
    assert run(dag, "quarantine replay", all=True) == {
        "preflight": "success",
        "files": "skipped",
        "quarantine": "success",
        "transform": "skipped",
        "aggregate": "success",
        "quality": "success",
    }


def test_a_decision_that_is_refused_stops_the_run(dag: DAG, spark: FakeSpark) -> None:
    spark.will(step(2, outcome="invalid", message="no file is called so"))
    states = run(dag, "files reject", files="bad.csv")
    assert (states["files"], states["transform"]) == ("failed", "upstream_failed")
    assert (states["aggregate"], len(spark.calls)) == ("upstream_failed", 1)


def test_a_form_that_does_not_fit_starts_nothing(dag: DAG, spark: FakeSpark) -> None:
    states = run(dag, "files reject")
    assert states["preflight"] == "failed"
    assert spark.calls == []


@pytest.mark.parametrize("action", FORMS)
def test_the_jobs_take_what_a_form_says(dag: DAG, tmp_path: Path, action: str) -> None:
    """Past the command line, a job finds that there is no such pipeline."""
    job = action.split(" ")[0]
    task = jobs_of(dag)[job]
    params = dag.params.dump() | {"action": action, "reason": "test data"} | FORMS[action]
    instance = SimpleNamespace(try_number=1)
    context = {"run_id": "parse", "params": params, "ti": instance}
    arguments = task.arguments(cast("Context", context), OwnCopy(tmp_path / f"{job}.json"))
    arguments[arguments.index("--sql") + 1] = str(tmp_path)
    spark_home = Settings.from_environment({}).spark_home
    java = ["java", "-XX:TieredStopAtLevel=1", "-cp", f"{JAR}:{spark_home}/jars/*"]
    command = [*java, str(task._java_class), *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2, ended.stderr
    assert ended.stdout.startswith(
        f"INVALID {job} transactions: Cannot load pipeline 'transactions': there is no folder "
    ), ended.stdout + ended.stderr
    given = arguments[: arguments.index("--pipeline")]
    assert (
        given
        == {
            "quarantine replay": ["replay"],
            "quarantine discard": ["discard"],
            "files reject": ["reject", "bad.csv"],
            "files retry": ["retry", "--all"],
            "files accept": ["accept", "shop 1.csv", "--missing"],
        }[action]
    )
