"""Makes the DAG <pipeline>_decide for every pipeline that has a DAG.

Some things only a person can decide: what becomes of records in the quarantine, and of files that
were rejected, have changed or are gone. A person triggers this DAG with what to do, about which
files or records, and a reason:

    preflight >> files      >> transform >> aggregate >> quality
    preflight >> quarantine              >> aggregate >> quality

files and quarantine carry the decision out; the one that isn't asked for is skipped. What follows
from a decision follows at once: transform takes in or leaves out the files that were decided about
(along with what has landed by then), aggregate and quality bring the figures up to date.
"""

from typing import Any

from airflow.sdk import DAG, Param

from sluice_airflow.decision import FilesOperator, QuarantineOperator
from sluice_airflow.folders import PipelineFolder, good_folders
from sluice_airflow.forms import FILES_ACTIONS, QUARANTINE_ACTIONS, decision_problems
from sluice_airflow.operator import AnnouncingOperator, JobOperator
from sluice_airflow.preflight import PreflightOperator
from sluice_airflow.runbook import decide_page
from sluice_airflow.settings import Settings
from sluice_airflow.tasks import (
    DEFAULT_ARGS,
    RUN_TIMEOUT,
    START_DATE,
    TAGS,
    WAIT,
    decide_dag_id,
    of_every_job,
    of_every_preflight,
)


def make_dag(folder: PipelineFolder, settings: Settings) -> DAG:
    """The DAG that takes decisions about one pipeline."""
    of_job = of_every_job(folder, settings) | {"options": {"wait": WAIT}}
    with DAG(
        dag_id=decide_dag_id(folder.name),
        description=f"Settles files and quarantined records of {folder.name} as a person decides",
        doc_md=decide_page(folder.name),
        schedule=None,
        start_date=START_DATE,
        catchup=False,
        max_active_runs=1,
        dagrun_timeout=RUN_TIMEOUT,
        default_args=DEFAULT_ARGS,
        params=decision_params(),
        tags=[*TAGS, folder.name],
        auto_register=False,
    ) as dag:
        preflight = PreflightOperator(
            form_problems=decision_problems, **of_every_preflight(folder, settings)
        )
        files = FilesOperator(actions=FILES_ACTIONS, **of_job)
        quarantine = QuarantineOperator(actions=QUARANTINE_ACTIONS, **of_job)
        # Skipped along with files: a decision about records takes no files in.
        transform = JobOperator(
            task_id="transform", job="transform", **of_job | {"trigger_rule": "all_success"}
        )
        aggregate = JobOperator(task_id="aggregate", job="aggregate", **of_job)
        quality = AnnouncingOperator(
            task_id="quality",
            job="quality",
            publishes=folder.publishes,
            **of_every_job(folder, settings),
        )
        preflight >> [files, quarantine]
        files >> transform
        [transform, quarantine] >> aggregate >> quality
    return dag


def decision_params() -> dict[str, Param]:
    """The form: what to do, about what, and why."""
    return {
        "action": Param(
            type="string",
            enum=[*QUARANTINE_ACTIONS, *FILES_ACTIONS],
            title="What to do",
            description="quarantine replay: publish records that today's rules let pass; "
            "quarantine discard: give records up; files reject: give files up; files retry: take "
            "rejected files in once more; files accept: take in what is now in the place of a "
            "changed file",
        ),
        "files": _text(
            "Files", "Names, such as shop-*.csv; * and ? stand for any letters", maxLength=500
        ),
        "all": Param(
            False,
            type="boolean",
            title="All",
            description="Every record, or every rejected file, where nothing else says which",
        ),
        "missing": Param(
            False,
            type="boolean",
            title="Missing",
            description="With files accept: do without files that are gone",
        ),
        "code": _text("Reason code", "Only records with this code", maxLength=200),
        "from": _text("From", "Only records of this event date and later", format="date"),
        "to": _text("To", "Only records up to this event date", format="date"),
        "batch": Param(
            None,
            type=["null", "integer"],
            minimum=1,
            title="Batch",
            description="Only records of this batch",
        ),
        "id": _text("Id", "Only the record whose id begins so", pattern="^[0-9a-f]{1,64}$"),
        "reason": Param(
            type="string",
            minLength=1,
            maxLength=1000,
            title="Reason",
            description="Why; it is kept with the decision",
        ),
    }


def _text(title: str, description: str, **schema: Any) -> Param:
    return Param(None, type=["null", "string"], title=title, description=description, **schema)


def make_dags(settings: Settings) -> dict[str, DAG]:
    """Decisions for every pipeline that has a DAG of its own; broken folders have none."""
    return {
        decide_dag_id(folder.name): make_dag(folder, settings)
        for folder in good_folders(settings.sql)
        # A pipeline that has this very name keeps it.
        if not (settings.sql / decide_dag_id(folder.name)).is_dir()
    }


globals().update(make_dags(Settings.from_environment()))
