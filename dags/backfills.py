"""Makes the DAG <pipeline>_backfill for every pipeline that has a DAG.

SQL or a rule was wrong, and is corrected: this DAG computes dates afresh by today's SQL, from the
files that hold them, and puts the result in place of the whole dates. A person triggers it, with
the dates and a reason:

    preflight >> plan >> approve >> apply >> aggregate >> quality

plan prepares everything and publishes nothing. approve shows it, per date old → new, and waits for
a person; with `approve: already agreed` it is skipped. apply publishes exactly what was shown, or
refuses where something has changed since. aggregate restates the figures of those dates, and
quality checks them. Pressing Clear on any of them is safe: a plan is applied once.
"""

from datetime import timedelta

from airflow.sdk import DAG, Param

from sluice_airflow.approval import AGREED, ASK, LONGEST_WAIT, ApprovalOfPlan
from sluice_airflow.backfill import ApplyOperator, PlanOperator
from sluice_airflow.folders import PipelineFolder, good_folders
from sluice_airflow.forms import backfill_problems
from sluice_airflow.operator import AnnouncingOperator, JobOperator
from sluice_airflow.preflight import PreflightOperator
from sluice_airflow.runbook import backfill_page
from sluice_airflow.settings import Settings
from sluice_airflow.tasks import (
    DEFAULT_ARGS,
    START_DATE,
    TAGS,
    WAIT,
    backfill_dag_id,
    of_every_job,
    of_every_preflight,
)

# A plan that waits for its answer keeps no other from being made.
MOST_AT_ONCE = 8


def make_dag(folder: PipelineFolder, settings: Settings) -> DAG:
    """The DAG that computes dates of one pipeline afresh."""
    of_job = of_every_job(folder, settings)
    with DAG(
        dag_id=backfill_dag_id(folder.name),
        description=f"Computes dates of {folder.name} afresh, after a look at what would change",
        doc_md=backfill_page(folder.name),
        schedule=None,
        start_date=START_DATE,
        catchup=False,
        max_active_runs=MOST_AT_ONCE,
        dagrun_timeout=LONGEST_WAIT + timedelta(days=1),
        default_args=DEFAULT_ARGS,
        params=backfill_params(),
        tags=[*TAGS, folder.name],
        auto_register=False,
    ) as dag:
        preflight = PreflightOperator(
            form_problems=backfill_problems, **of_every_preflight(folder, settings)
        )
        plan = PlanOperator(options={"wait": WAIT}, **of_job)
        approve = ApprovalOfPlan(task_id="approve", pipeline=folder.name)
        apply = ApplyOperator(approval="approve", options={"wait": WAIT}, **of_job)
        aggregate = JobOperator(
            task_id="aggregate", job="aggregate", options={"wait": WAIT}, **of_job
        )
        quality = AnnouncingOperator(
            task_id="quality", job="quality", publishes=folder.publishes, **of_job
        )
        preflight >> plan >> approve >> apply >> aggregate >> quality
    return dag


def backfill_params() -> dict[str, Param]:
    """The form. Nothing in it has a value by itself but that a person is asked."""
    return {
        "from": Param(
            None,
            type=["null", "string"],
            format="date",
            title="From",
            description="The first event date to compute afresh",
        ),
        "to": Param(
            None,
            type=["null", "string"],
            format="date",
            title="To",
            description="The last one; it is replaced too",
        ),
        "all": Param(
            False,
            type="boolean",
            title="All dates",
            description="Instead of from and to: the whole table, and its columns as well",
        ),
        "reason": Param(
            type="string",
            minLength=1,
            maxLength=500,
            title="Reason",
            description="Why; it is kept with what is published",
        ),
        "approve": Param(
            ASK,
            type="string",
            enum=[ASK, AGREED],
            title="Approval",
            description="ask: show the plan and wait, 7 days at most; "
            "already agreed: publish it unseen",
        ),
    }


def make_dags(settings: Settings) -> dict[str, DAG]:
    """A backfill for every pipeline that has a DAG of its own; broken folders have none."""
    return {
        backfill_dag_id(folder.name): make_dag(folder, settings)
        for folder in good_folders(settings.sql)
        # A pipeline that has this very name keeps it.
        if not (settings.sql / backfill_dag_id(folder.name)).is_dir()
    }


globals().update(make_dags(Settings.from_environment()))
