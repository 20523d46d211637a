"""The first task of a run: is everything there that the jobs need? It starts no JVM."""

from typing import Any

from airflow.sdk import BaseHook, BaseOperator, Context
from airflow.sdk.exceptions import (
    AirflowException,
    AirflowFailException,
    AirflowNotFoundException,
)

from sluice_airflow.alerts import unknown_connections
from sluice_airflow.databases import exported_to, unknown_variables, unreachable
from sluice_airflow.forms import FormProblems, no_problems
from sluice_airflow.kafka import broker_problems
from sluice_airflow.pool import CannotTellError, has_pool
from sluice_airflow.settings import CONNECTION, POOL, Settings, local_path
from sluice_airflow.surroundings import (
    data_problems,
    jar_problems,
    java_problems,
    spark_problems,
    sql_problems,
)
from sluice_airflow.tasks import backfill_dag_id

# The type of a run that 'airflow backfill create', or the page of a DAG, has made.
BACKFILL = "backfill"


class PreflightOperator(BaseOperator):
    """Fails with everything that is missing, each with its remedy. A retry helps only where
    nothing else is wrong than a broker of Kafka or a database that doesn't answer.

    :param form_problems: what is wrong with values of the DAG's form that each may have alone
    :param looks_outside: whether the run needs brokers of Kafka and databases that the folder names
    """

    def __init__(
        self,
        *,
        settings: Settings,
        pipeline: str,
        form_problems: FormProblems = no_problems,
        looks_outside: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.settings = settings
        self.pipeline = pipeline
        self.form_problems = form_problems
        self.looks_outside = looks_outside

    def execute(self, context: Context) -> None:
        folder = self.settings.sql / self.pipeline
        databases = exported_to(folder)
        for connection in unknown_connections():
            self.log.error(connection)
        problems = [
            *self._backfill_problems(context),
            *self._param_problems(context),
            *spark_problems(self.settings.spark_home),
            *java_problems(),
            *jar_problems(self.settings.jar),
            *sql_problems(folder),
            *unknown_variables(databases),
            *data_problems(self.settings.data, self.pipeline),
            *self._connection_problems(),
            *self._pool_problems(),
        ]
        if problems:
            raise AirflowFailException("\n".join(problems))
        down = []
        if self.looks_outside:
            down = [*broker_problems(folder), *unreachable(databases)]
        if down:
            raise AirflowException("\n".join(down))
        self.log.info("Everything is there that the jobs need")

    def _backfill_problems(self, context: Context) -> list[str]:
        """Airflow's own backfill would start a run for each date, and none would touch its date."""
        if context["dag_run"].run_type != BACKFILL:
            return []
        return [
            f"Cannot run {self.pipeline} as a backfill of Airflow: a run takes in what has landed, "
            "whatever its date; to compute dates afresh, trigger the DAG "
            f"{backfill_dag_id(self.pipeline)} with from and to"
        ]

    def _param_problems(self, context: Context) -> list[str]:
        problems = []
        params = context["params"]
        known = sorted(self.dag.params)
        for name in sorted(set(context["dag_run"].conf or {}) - set(known)):
            problems.append(
                f"Cannot use the parameter {name}: there is no such one; "
                f"trigger the run again with any of {', '.join(known)}"
            )
        problems += self.form_problems(params)
        return problems

    def _connection_problems(self) -> list[str]:
        try:
            connection = BaseHook.get_connection(CONNECTION)
        except AirflowNotFoundException:
            return [
                f"Cannot find the connection {CONNECTION}: without it Spark would look for YARN; "
                f"run airflow connections add {CONNECTION} --conn-type spark "
                "--conn-host 'local[*]', or with the master that you have"
            ]
        if not connection.host:
            return [
                f"Cannot use the connection {CONNECTION}: it has no host; "
                "set its host to the Spark master, such as local[*]"
            ]
        in_cluster = connection.extra_dejson.get("deploy-mode") == "cluster"
        if in_cluster and local_path(self.settings.data) is None:
            return [
                f"Cannot use the connection {CONNECTION}: its deploy-mode is cluster, and the "
                f"reports of drivers elsewhere can't be read at {self.settings.data}; set "
                "deploy-mode to client, or SLUICE_DATA to a folder that all machines have"
            ]
        return []

    def _pool_problems(self) -> list[str]:
        try:
            if has_pool(POOL):
                return []
        except CannotTellError as why:
            self.log.warning(
                "Cannot tell whether the pool %s is there: %s; run airflow pools get %s to see",
                POOL,
                why,
                POOL,
            )
            return []
        return [
            f"Cannot find the pool {POOL}: tasks would wait for it for ever; "
            f"run airflow pools set {POOL} 1 'One Spark driver at a time'"
        ]
