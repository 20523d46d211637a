"""What the DAGs of a pipeline, and their tasks, have in common."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sluice_airflow.folders import PipelineFolder
from sluice_airflow.incidents import alert_failure
from sluice_airflow.settings import POOL, Settings

START_DATE = datetime(2026, 1, 1, tzinfo=UTC)
TAGS = ["sluice"]

RUN_TIMEOUT = timedelta(hours=12)
PREFLIGHT_TIMEOUT = timedelta(minutes=2)
JOB_TIMEOUT = timedelta(hours=3)

# How long a job waits inside one try where another run writes to the same pipeline.
WAIT = "10 minutes"

DEFAULT_ARGS = {
    "owner": "sluice",
    "retries": 3,
    "retry_delay": timedelta(minutes=1),
    "retry_exponential_backoff": 2,
    "max_retry_delay": timedelta(minutes=15),
    "on_failure_callback": alert_failure,
}


def backfill_dag_id(pipeline: str) -> str:
    """The DAG that computes dates of a pipeline afresh."""
    return f"{pipeline}_backfill"


def decide_dag_id(pipeline: str) -> str:
    """The DAG that takes what people decide about files and quarantined records."""
    return f"{pipeline}_decide"


def of_every_preflight(folder: PipelineFolder, settings: Settings) -> dict[str, Any]:
    """Arguments of each preflight."""
    return {
        "task_id": "preflight",
        "pipeline": folder.name,
        "settings": settings,
        "execution_timeout": PREFLIGHT_TIMEOUT,
    }


def of_every_job(folder: PipelineFolder, settings: Settings) -> dict[str, Any]:
    """Arguments of each task that runs a job."""
    return {
        "pipeline": folder.name,
        "settings": settings,
        "pool": POOL,
        "execution_timeout": JOB_TIMEOUT,
        # Also after a task that was skipped.
        "trigger_rule": "none_failed",
    }
