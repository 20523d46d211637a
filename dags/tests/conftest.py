"""Airflow for tests: a home of its own, before anything imports Airflow."""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from airflow.dag_processing.dagbag import DagBag
    from airflow.sdk import DAG
    from fake_spark import FakeSpark

CHECKOUT = Path(__file__).resolve().parents[2]
DAGS = CHECKOUT / "dags"
HOME = Path(tempfile.mkdtemp(prefix="sluice-airflow-test-"))

os.environ |= {
    "AIRFLOW_HOME": str(HOME),
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS),
    "AIRFLOW__API_AUTH__JWT_SECRET": "t" * 64,
    "AIRFLOW_CONN_SPARK_DEFAULT": '{"conn_type": "spark", "host": "local[2]"}',
    "SLUICE_DATA": str(HOME / "data"),
    "NO_COLOR": "1",
}


@pytest.fixture(scope="session")
def database() -> None:
    """An empty database, with the pool that the DAGs need."""
    from airflow.models.pool import Pool
    from airflow.utils import db

    db.initdb()
    Pool.create_or_update_pool("sluice", 1, "", include_deferred=False)


@pytest.fixture(scope="session")
def bag() -> "DagBag":
    from airflow.dag_processing.dagbag import DagBag

    return DagBag(DAGS)


@pytest.fixture
def spark(dag: "DAG", tmp_path: Path) -> "FakeSpark":
    """What the jobs of a test's `dag` call instead of Spark; preflight sees the real one."""
    from dag_tasks import jobs_of
    from fake_spark import FakeSpark

    spark = FakeSpark(tmp_path)
    for job in jobs_of(dag).values():
        job._spark_binary = str(spark.program)
    return spark


def pytest_sessionfinish() -> None:
    import shutil

    shutil.rmtree(HOME, ignore_errors=True)
