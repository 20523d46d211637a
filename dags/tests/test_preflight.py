"""Preflight: everything that may be missing, each with its remedy."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import requests
from airflow.sdk import DAG, Context
from airflow.sdk.exceptions import AirflowException, AirflowFailException
from fake_spark import FakeSpark

from sluice_airflow import pool, preflight, surroundings
from sluice_airflow.forms import run_problems
from sluice_airflow.preflight import PreflightOperator
from sluice_airflow.settings import Settings

SPARK_REMEDY = "run make spark, or set SPARK_HOME to a Spark 3.5 installation"
JAVA_REMEDY = "install JDK 17, or set JAVA_HOME to one, for Airflow"
Conf = dict[str, Any]


@pytest.fixture
def spark(tmp_path: Path) -> FakeSpark:
    return FakeSpark(tmp_path)


@pytest.fixture
def good(spark: FakeSpark, tmp_path: Path) -> Settings:
    """Settings of a machine where all is well."""
    (tmp_path / "sql" / "shop").mkdir(parents=True)
    (tmp_path / "jobs.jar").touch()
    return Settings(
        data=str(tmp_path / "data"),
        sql=tmp_path / "sql",
        jar=tmp_path / "jobs.jar",
        spark_home=spark.home,
        spark_submit=spark.program,
        driver_memory="2g",
    )


@pytest.fixture(autouse=True)
def pool_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "has_pool", lambda name: name == "sluice")


def failures(settings: Settings, conf: Conf | None = None, run_type: str = "manual") -> str:
    """What preflight says about these settings and a run with these parameters."""
    known: Conf = {"reason": None, "max_quarantined_ratio": None}
    known |= {"generate_rows": None, "generate_files": 1}
    with DAG("shop", schedule=None, params=known):
        task = PreflightOperator(
            task_id="preflight",
            settings=settings,
            pipeline="shop",
            form_problems=run_problems,
            looks_outside=True,
        )
    dag_run = SimpleNamespace(conf=conf, run_type=run_type)
    context = {"params": known | (conf or {}), "dag_run": dag_run}
    try:
        task.execute(cast("Context", context))
    except AirflowFailException as failure:
        return str(failure)
    return ""


def test_passes_where_all_is_well(good: Settings) -> None:
    assert failures(good) == ""
    assert list((Path(good.data) / "shop").iterdir()) == []


def test_says_everything_at_once(good: Settings, tmp_path: Path) -> None:
    bad = replace(good, spark_home=None, jar=tmp_path / "none.jar", sql=tmp_path / "none")
    assert failures(bad).splitlines() == [
        f"Cannot find Spark: SPARK_HOME is not set; {SPARK_REMEDY}",
        f"Cannot find the jobs' jar: there is no {bad.jar}; run make jar, or set SLUICE_JAR",
        f"Cannot find the pipeline: there is no folder {bad.sql}/shop on this machine; "
        "put it there, or set SLUICE_SQL",
    ]


def test_wants_the_variables_that_exports_name(
    good: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = good.sql / "shop" / "exports"
    exports.mkdir()
    (exports / "daily.yaml").write_text("postgresql: {url: '${SHOP_DB}', table: daily}\n")
    monkeypatch.delenv("SHOP_DB", raising=False)
    assert failures(good) == (
        "Cannot send what exports/daily.yaml names: the environment has no SHOP_DB; "
        "set it for Airflow"
    )


def test_tries_again_where_a_database_or_a_broker_does_not_answer(
    good: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = good.sql / "shop" / "exports"
    exports.mkdir()
    (exports / "daily.yaml").write_text("postgresql: {url: '${SHOP_DB}', table: daily}\n")
    (exports / "out.yaml").write_text("kafka: {topic: t, bootstrap-servers: '127.0.0.1:1'}\n")
    monkeypatch.setenv("SHOP_DB", "jdbc:postgresql://127.0.0.1:1/shop?password=canary")
    with pytest.raises(AirflowException) as failure:
        failures(good)
    assert not isinstance(failure.value, AirflowFailException)
    assert str(failure.value).splitlines() == [
        "Cannot reach Kafka at 127.0.0.1:1 ([Errno 111] Connection refused); start the broker, or "
        "correct bootstrap-servers in exports/out.yaml or SLUICE_KAFKA_BOOTSTRAP_SERVERS",
        "Cannot reach PostgreSQL at 127.0.0.1:1 for exports/daily.yaml: Connection refused; "
        "see that it runs and that this machine may connect",
    ]


def test_wants_a_spark_submit(good: Settings, spark: FakeSpark) -> None:
    spark.program.chmod(0o644)
    assert failures(good) == (
        f"Cannot find Spark: {good.spark_home}/bin/spark-submit is no program; {SPARK_REMEDY}"
    )


@pytest.mark.parametrize(
    ("jars", "found"),
    [
        (["spark-core_2.13-4.0.1.jar"], "4.0"),
        (["spark-core_2.12-3.5.9.jar", "spark-core_2.12-3.4.0.jar"], "3.4 and 3.5"),
        ([], "of no known version"),
    ],
)
def test_wants_spark_3_5(good: Settings, spark: FakeSpark, jars: list[str], found: str) -> None:
    for jar in (spark.home / "jars").iterdir():
        jar.unlink()
    for name in jars:
        (spark.home / "jars" / name).touch()
    assert failures(good) == (
        f"Cannot use Spark in {good.spark_home}: it is {found}, not 3.5; {SPARK_REMEDY}"
    )


def test_wants_java_17(tmp_path: Path) -> None:
    assert surroundings.java_problems({"PATH": str(tmp_path)}) == [
        f"Cannot find Java: there is no java on the PATH; {JAVA_REMEDY}"
    ]
    assert surroundings.java_problems({"JAVA_HOME": str(tmp_path)}) == [
        f"Cannot find Java: JAVA_HOME is {tmp_path}; {JAVA_REMEDY}"
    ]
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.touch(0o755)
    assert surroundings.java_problems({"JAVA_HOME": str(tmp_path)}) == []
    (tmp_path / "release").write_text('IMPLEMENTOR="x"\nJAVA_VERSION="21.0.1"\n')
    assert surroundings.java_problems({"JAVA_HOME": str(tmp_path)}) == [
        f"Cannot use {java}: it is Java 21, not 17; {JAVA_REMEDY}"
    ]
    (tmp_path / "release").write_text('JAVA_VERSION="17.0.15"\n')
    assert surroundings.java_problems({"PATH": str(java.parent)}) == []


def test_wants_to_write_to_the_data(good: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for data in (str(tmp_path / "file"), f"file://{tmp_path}/file", f"file:{tmp_path}/file"):
        assert failures(replace(good, data=data)) == (
            f"Cannot write to {tmp_path}/file/shop: Not a directory; "
            "give Airflow's user the right to write there, or set SLUICE_DATA"
        )


def test_leaves_storage_elsewhere_to_the_jobs(good: Settings) -> None:
    assert failures(replace(good, data="s3a://bucket/data")) == ""


@pytest.mark.parametrize(
    ("connection", "problem"),
    [
        (
            None,
            "Cannot find the connection spark_default: without it Spark would look for YARN; "
            "run airflow connections add spark_default --conn-type spark "
            "--conn-host 'local[*]', or with the master that you have",
        ),
        (
            '{"conn_type": "spark"}',
            "Cannot use the connection spark_default: it has no host; "
            "set its host to the Spark master, such as local[*]",
        ),
        ('{"conn_type": "spark", "host": "yarn", "extra": {"deploy-mode": "cluster"}}', ""),
    ],
)
@pytest.mark.usefixtures("database")
def test_wants_a_connection(
    good: Settings, monkeypatch: pytest.MonkeyPatch, connection: str | None, problem: str
) -> None:
    monkeypatch.delenv("AIRFLOW_CONN_SPARK_DEFAULT")
    if connection:
        monkeypatch.setenv("AIRFLOW_CONN_SPARK_DEFAULT", connection)
    assert failures(good) == problem


@pytest.mark.usefixtures("database")
def test_wants_to_read_the_reports_of_drivers_elsewhere(
    good: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = '{"conn_type": "spark", "host": "yarn", "extra": {"deploy-mode": "cluster"}}'
    monkeypatch.setenv("AIRFLOW_CONN_SPARK_DEFAULT", connection)
    assert failures(replace(good, data="hdfs://cluster/data")) == (
        "Cannot use the connection spark_default: its deploy-mode is cluster, and the reports of "
        "drivers elsewhere can't be read at hdfs://cluster/data; set deploy-mode to client, or "
        "SLUICE_DATA to a folder that all machines have"
    )


def test_wants_the_pool(good: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "has_pool", lambda _: False)
    assert failures(good) == (
        "Cannot find the pool sluice: tasks would wait for it for ever; "
        "run airflow pools set sluice 1 'One Spark driver at a time'"
    )


def test_passes_where_airflow_does_not_tell_about_pools(
    good: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot_tell(name: str) -> bool:
        raise pool.CannotTellError(f"nobody knows {name}")

    monkeypatch.setattr(preflight, "has_pool", cannot_tell)
    assert failures(good) == ""


@pytest.mark.parametrize(("status", "there"), [(200, True), (404, False)])
def test_asks_airflow_for_the_pool(
    monkeypatch: pytest.MonkeyPatch, status: int, there: bool
) -> None:
    asked = []

    def request(method: str, address: str, **more: object) -> SimpleNamespace:  # noqa: ARG001
        asked.append(address)
        return SimpleNamespace(status_code=status)

    monkeypatch.setattr(requests, "request", request)
    monkeypatch.setenv("AIRFLOW__API__BASE_URL", "http://airflow:1234/")
    assert pool._api_has_pool("sluice") is there
    assert asked == ["http://airflow:1234/api/v2/pools/sluice"]


def test_cannot_tell_about_the_pool_where_airflow_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AIRFLOW__API__BASE_URL", "http://airflow")
    monkeypatch.setattr(requests, "request", lambda *_, **__: SimpleNamespace(status_code=401))
    message = "^http://airflow/api/v2/pools/sluice answers with status 401; set SLUICE_AIRFLOW_"
    with pytest.raises(pool.CannotTellError, match=message):
        pool._api_has_pool("sluice")


@pytest.mark.parametrize(
    ("conf", "problem"),
    [
        (
            {"generat_rows": 5},
            "Cannot use the parameter generat_rows: there is no such one; trigger the run again "
            "with any of generate_files, generate_rows, max_quarantined_ratio, reason",
        ),
        (
            {"max_quarantined_ratio": 0.5, "reason": " "},
            "Cannot use max_quarantined_ratio: nothing says why; "
            "trigger the run again with a reason",
        ),
        (
            {"reason": "why not"},
            "Cannot use reason: there is no limit that it could be for; "
            "trigger the run again with max_quarantined_ratio, or without reason",
        ),
        (
            {"generate_rows": 3, "generate_files": 4},
            "Cannot spread generate_rows 3 over generate_files 4: a file has at least one row; "
            "trigger the run again with generate_files up to 3",
        ),
    ],
)
def test_refuses_params(good: Settings, conf: Conf, problem: str) -> None:
    assert failures(good, conf) == problem


def test_refuses_a_backfill_of_airflow(good: Settings) -> None:
    assert failures(good, run_type="backfill") == (
        "Cannot run shop as a backfill of Airflow: a run takes in what has landed, whatever its "
        "date; to compute dates afresh, trigger the DAG shop_backfill with from and to"
    )
