"""Makes Airflow's database on this machine, and the pool that the DAGs need."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
POOL_DESCRIPTION = "Spark drivers at a time; one uses every core"


def prepare_database(pool: str) -> None:
    """Makes or upgrades the database, and the pool where there is none: somebody may size it."""
    from airflow.models.pool import Pool
    from airflow.utils import db

    db.upgradedb()
    if Pool.get_pool(pool) is None:
        Pool.create_or_update_pool(pool, 1, POOL_DESCRIPTION, include_deferred=False)


def prepare_database_apart(log: Path, environment: Mapping[str, str] = os.environ) -> None:
    """Does that in a process of its own: Airflow takes memory, and says much."""
    with log.open("wb") as output:
        made = subprocess.run(
            [sys.executable, __file__],
            env=dict(environment),
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if made.returncode != 0:
        sys.exit(f"Cannot prepare Airflow's database; the last lines of {log} say why")


if __name__ == "__main__":
    sys.path.insert(0, str(CHECKOUT / "dags"))
    from sluice_airflow.settings import POOL

    prepare_database(POOL)
