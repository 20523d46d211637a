"""DAGs, and their tasks by their types."""

from pathlib import Path

from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG

from sluice_airflow.broken import FailWithError
from sluice_airflow.operator import JobOperator

DAGS = Path(__file__).resolve().parents[1]


def fresh(dag_id: str) -> DAG:
    """A DAG loaded anew: a run by dag.test leaves its parameters in it. No task is tried again."""
    dag = DagBag(DAGS).dags[dag_id]
    for task in dag.tasks:
        task.retries = 0
    return dag


def jobs_of(dag: DAG) -> dict[str, JobOperator]:
    """All tasks but preflight."""
    return {task.task_id: task for task in dag.tasks if isinstance(task, JobOperator)}


def failure_of(dag: DAG) -> FailWithError:
    """The one task of a pipeline whose folder is broken."""
    (task,) = dag.tasks
    assert isinstance(task, FailWithError)
    return task
