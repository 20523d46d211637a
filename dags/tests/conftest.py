"""Airflow for tests: a home of its own, before anything imports Airflow."""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from airflow.dag_processing.dagbag import DagBag

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


def pytest_sessionfinish() -> None:
    import shutil

    shutil.rmtree(HOME, ignore_errors=True)
