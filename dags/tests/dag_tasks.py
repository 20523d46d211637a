"""The tasks of a DAG, by their types."""

from airflow.sdk import DAG

from sluice_airflow.broken import FailWithError
from sluice_airflow.operator import JobOperator


def jobs_of(dag: DAG) -> dict[str, JobOperator]:
    """All tasks but preflight."""
    return {task.task_id: task for task in dag.tasks if isinstance(task, JobOperator)}


def failure_of(dag: DAG) -> FailWithError:
    """The one task of a pipeline whose folder is broken."""
    (task,) = dag.tasks
    assert isinstance(task, FailWithError)
    return task
