"""The operator with a spark-submit that ends in every way it can."""

import json
import os
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from airflow.sdk import Context
from airflow.sdk.exceptions import (
    AirflowException,
    AirflowFailException,
    AirflowSkipException,
)
from fake_spark import FakeSpark, step

from sluice_airflow.driver import Driver
from sluice_airflow.operator import REPORTS, JobOperator, safe_run_id
from sluice_airflow.report import Report, ReportNotBelievedError
from sluice_airflow.report_place import InDataFolder, OwnCopy
from sluice_airflow.settings import Settings

RUN_ID = "manual__2026-11-20T16:01:59.368999+00:00"
LEFT_NOTHING = "look at the lines above, then Clear this task"


class FakeTaskInstance:
    def __init__(self) -> None:
        self.try_number = 1
        self.xcom: dict[str, object] = {}

    @property
    def report(self) -> Report:
        return cast("Report", self.xcom["report"])

    def xcom_push(self, key: str, value: object) -> None:
        self.xcom[key] = value

    def xcom_pull(self, task_ids: str, key: str) -> object:  # noqa: ARG002 (Airflow's signature)
        return self.xcom.get(key)


@pytest.fixture
def spark(tmp_path: Path) -> FakeSpark:
    return FakeSpark(tmp_path)


@pytest.fixture
def instance() -> FakeTaskInstance:
    return FakeTaskInstance()


@pytest.fixture
def context(instance: FakeTaskInstance) -> Context:
    given = {"run_id": RUN_ID, "ti": instance, "params": {}, "outlet_events": {}}
    return cast("Context", given)


def job(spark: FakeSpark, name: str = "transform", **more: Any) -> JobOperator:
    environment = {"SLUICE_JAR": "/a.jar", "SLUICE_SQL": "/sql", "SLUICE_DATA": "/data"}
    settings = replace(Settings.from_environment(environment), spark_submit=spark.program)
    return JobOperator(task_id=name, job=name, pipeline="shop", settings=settings, **more)


def test_a_job_that_succeeds_leaves_its_report(
    spark: FakeSpark, context: Context, instance: FakeTaskInstance
) -> None:
    spark.will(step())
    job(spark, options={"wait": "10 minutes"}).execute(context)
    report = instance.report
    assert (report["run_id"], report["exit_code"]) == (safe_run_id(RUN_ID), 0)
    assert spark.options() == {
        "pipeline": "shop",
        "data": "/data",
        "sql": "/sql",
        "run-id": safe_run_id(RUN_ID),
        "report": f"file://{REPORTS}/shop-transform-{safe_run_id(RUN_ID)}-try1.json",
        "wait": "10 minutes",
    }
    (call,) = spark.calls
    assert call[call.index("--class") + 1] == "io.sluice.TransformJob"
    assert call[call.index("--master") + 1] == "local[2]"
    assert call[call.index("--driver-class-path") + 1] == "/a.jar"
    # Airflow keeps it, and so does the data folder.
    assert list(REPORTS.glob("shop-*")) == []


@pytest.mark.parametrize(
    ("exit_code", "outcome", "failure", "default_next"),
    [
        (
            1,
            "failed",
            AirflowException,
            "Airflow tries again by itself; after the last try mend the cause, "
            "then Clear this task",
        ),
        (2, "invalid", AirflowFailException, "mend what the message names, then Clear this task"),
        (
            3,
            "gate_failed",
            AirflowFailException,
            "look at the report's samples, mend the source or the SQL, then Clear this task",
        ),
        (
            4,
            "busy",
            AirflowException,
            "Airflow tries again by itself; after the last try wait for the other run, then Clear",
        ),
        (5, "unsafe", AirflowFailException, "mend what the message names, then Clear this task"),
    ],
)
@pytest.mark.parametrize("next_step", [None, "./sluice doctor --pipeline shop"])
def test_a_job_that_fails_says_why_and_what_is_next(
    spark: FakeSpark,
    context: Context,
    instance: FakeTaskInstance,
    exit_code: int,
    outcome: str,
    failure: type[AirflowException],
    default_next: str,
    next_step: str | None,
) -> None:
    spark.will(step(exit_code, outcome=outcome, message="it rains", next_step=next_step))
    with pytest.raises(AirflowException) as raised:
        job(spark).execute(context)
    assert type(raised.value) is failure
    assert str(raised.value) == (
        f"transform of shop ended with exit code {exit_code} ({outcome}): it rains\n"
        "verdict: RUN 5 files in 1 batch\n"
        f"next: {next_step or default_next}"
    )
    assert instance.report["message"] == "it rains"


def report_file() -> Path:
    return REPORTS / f"shop-transform-{safe_run_id(RUN_ID)}-try1.json"


@pytest.mark.parametrize("exit_code", [0, 1, 3])
@pytest.mark.parametrize(
    ("left", "why"),
    [
        ({"writes": False}, "it left no report at {file}"),
        (
            {"text": '{"run_id": "manu'},
            "its report at {file} can't be read: "
            "Unterminated string starting at: line 1 column 12 (char 11)",
        ),
        ({"text": "[]"}, "its report at {file} is no JSON object"),
        ({"job": "aggregate"}, "the report at {file} has job 'aggregate', not 'transform'"),
        ({"pipeline": "bar"}, "the report at {file} has pipeline 'bar', not 'shop'"),
        ({"run_id": "other"}, "the report at {file} has run_id 'other', not '{run_id}'"),
        (
            {"started_at": "2026-01-01T00:00:00Z"},
            "the report at {file} is of an earlier try, started at 2026-01-01T00:00:00Z",
        ),
    ],
)
def test_a_report_that_is_not_surely_of_this_try_is_not_believed(
    spark: FakeSpark,
    context: Context,
    instance: FakeTaskInstance,
    exit_code: int,
    left: dict[str, Any],
    why: str,
) -> None:
    spark.will(step(exit_code, **left))
    with pytest.raises(AirflowException) as raised:
        job(spark).execute(context)
    why = why.format(file=report_file(), run_id=safe_run_id(RUN_ID))
    assert str(raised.value) == (
        f"Cannot tell how transform of shop ended: exit code {exit_code}, but {why}; "
        + LEFT_NOTHING
    )
    assert isinstance(raised.value, AirflowFailException) == (exit_code == 3)
    assert instance.xcom == {}


def test_a_report_with_another_exit_code_is_not_believed(
    spark: FakeSpark, context: Context
) -> None:
    spark.will(step(1) | {"report": {"exit_code": 0}})
    with pytest.raises(AirflowException) as raised:
        job(spark).execute(context)
    assert str(raised.value) == (
        "Cannot tell how transform of shop ended: exit code 1, but "
        f"the report at {report_file()} has exit_code 0, not 1; {LEFT_NOTHING}"
    )


def test_a_report_of_an_earlier_try_does_not_stay(spark: FakeSpark, context: Context) -> None:
    REPORTS.mkdir(exist_ok=True)
    report_file().write_text("{}")
    spark.will(step(writes=False))
    with pytest.raises(AirflowException, match="it left no report at "):
        job(spark).execute(context)


def test_a_second_try_has_the_same_run_id_and_a_report_of_its_own(
    spark: FakeSpark, context: Context, instance: FakeTaskInstance
) -> None:
    spark.will(step(1, outcome="failed"), step())
    operator = job(spark)
    with pytest.raises(AirflowException):
        operator.execute(context)
    instance.try_number = 2
    operator.execute(context)
    first, second = spark.options(0), spark.options(1)
    assert first["run-id"] == second["run-id"]
    assert first["report"].removesuffix("1.json") == second["report"].removesuffix("2.json")
    assert instance.report["exit_code"] == 0


def test_params_become_options_where_they_are_given(spark: FakeSpark, context: Context) -> None:
    operator = job(spark, options_from_params={"max-quarantined-ratio": "ratio", "reason": "why"})
    for params, expected in (
        ({"ratio": None, "why": None}, {}),
        ({"ratio": None, "why": " "}, {}),
        ({"ratio": 0, "why": "none"}, {"max-quarantined-ratio": "0", "reason": "none"}),
        ({"ratio": 0.00001}, {"max-quarantined-ratio": "0.00001"}),
    ):
        context["params"] = cast("Any", params)
        arguments = operator.arguments(context, OwnCopy(report_file()))
        given = dict(zip(arguments[::2], arguments[1::2], strict=True))
        assert {name[2:]: given[name] for name in list(given)[5:]} == expected


def test_is_skipped_without_the_param_that_asks_for_it(spark: FakeSpark, context: Context) -> None:
    context["params"] = cast("Any", {"generate_rows": None})
    with pytest.raises(AirflowSkipException, match="this run gives no generate_rows"):
        job(spark, "generate", only_with_param="generate_rows").execute(context)
    assert spark.calls == []


@pytest.mark.parametrize("ignores_term", [False, True])
def test_on_kill_gives_the_driver_time_then_kills_it(
    spark: FakeSpark, context: Context, ignores_term: bool
) -> None:
    spark.will(step(seconds=60, ignores_term=ignores_term))
    operator = job(spark, stop_seconds=2)
    killer = threading.Thread(target=kill_when_started, args=(spark, operator))
    killer.start()
    begun = time.monotonic()
    with pytest.raises(AirflowException) as raised:
        operator.execute(context)
    killer.join()
    took = time.monotonic() - begun
    number = signal.SIGKILL if ignores_term else signal.SIGTERM
    assert f"exit code {-number}, but" in str(raised.value)
    assert took < 20
    with pytest.raises(ProcessLookupError):
        os.kill(driver_pid(operator), 0)


def driver_pid(operator: JobOperator) -> int:
    assert operator._hook is not None
    assert operator._hook._submit_sp is not None
    return cast("int", operator._hook._submit_sp.pid)


def kill_when_started(spark: FakeSpark, operator: JobOperator) -> None:
    deadline = time.monotonic() + 20
    while not (spark.place / "started").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    operator.on_kill()


def test_run_ids_are_safe_and_stay_different() -> None:
    assert safe_run_id("by-hand_1.2") == "by-hand_1.2"
    assert safe_run_id(RUN_ID).startswith("manual__2026-11-20T16_01_59.368999_00_00-")
    ids = ["a:b", "a+b", "a_b", "ä", "x" * 201, "x" * 202]
    safe = [safe_run_id(run_id) for run_id in ids]
    assert len(set(safe)) == len(ids)
    assert all(len(run_id) <= 200 and run_id.isascii() for run_id in safe)


def test_the_report_of_a_driver_elsewhere_is_the_new_one_in_the_data_folder(
    tmp_path: Path,
) -> None:
    def leave(second: str, job: str = "transform", **more: object) -> None:
        report = {"job": job, "pipeline": "shop", "run_id": "r1", "exit_code": 0}
        report |= {"started_at": f"2026-11-20T03:00:{second}Z"} | more
        (tmp_path / f"20261120T0300{second}Z-{job}-r1.json").write_text(json.dumps(report))

    leave("01")
    place = InDataFolder(tmp_path)
    assert place.options() == {}
    leave("02", "aggregate")
    with pytest.raises(ReportNotBelievedError, match=r"^it left no report in "):
        place.read("transform", "shop", "r1", 0)
    # By a clock that is behind.
    leave("00", exit_code=3)
    assert place.read("transform", "shop", "r1", 1)["exit_code"] == 3
    # Spark standalone says 0 of a driver that has failed.
    assert place.read("transform", "shop", "r1", 0)["exit_code"] == 3
    leave("00", exit_code=0)
    with pytest.raises(ReportNotBelievedError, match=r"has exit_code 0$"):
        place.read("transform", "shop", "r1", 1)
    assert InDataFolder(tmp_path / "none").options() == {}


def test_the_log_begins_with_the_verdict_and_spark_s_name_is_kept() -> None:
    driver = Driver(conn_id="spark_default")
    lines = [
        "2026-11-29T04:55:42.868Z INFO  JobRunner: Run r1 of transform starts with --pipeline shop",
        "RUN 1 file in 1 batch",
        "2026-11-29T04:55:44.868Z INFO  Sessions: Spark application local-1764392144000",
        "SUCCEEDED transform shop: 1 file",
    ]
    assert list(driver._shown(iter(lines))) == [lines[1], lines[3]]
    assert driver.application_id == "local-1764392144000"
