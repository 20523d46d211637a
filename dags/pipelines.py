"""Makes one Airflow DAG for every pipeline: every folder under sql/ that has a `schedule`.

A run looks like this, from left to right; every box is one program that starts, works and ends:

    preflight >> generate >> transform >> aggregate >> quality >> export

preflight looks whether everything is there that the others need. generate makes synthetic rows,
and only where a person asks for them. Where messages come from Kafka, land takes its place, and
puts those into files that the topics have. transform publishes the files that have landed,
aggregate brings the figures up to date, quality checks them, and export sends them on, where the
folder says where to. Where the folder asks for one task, transform, aggregate and quality are one,
called run. Pressing Clear on any of them is always safe.

Where things are comes from the environment, see sluice_airflow/settings.py.
"""

from typing import Any

from airflow.sdk import DAG, BaseOperator, Param, chain

from sluice_airflow.broken import FailWithError
from sluice_airflow.folders import PipelineFolder, pipeline_folders
from sluice_airflow.forms import run_problems
from sluice_airflow.incidents import alert_failure
from sluice_airflow.operator import AnnouncingOperator, JobOperator
from sluice_airflow.preflight import PreflightOperator
from sluice_airflow.runbook import run_page
from sluice_airflow.settings import Settings
from sluice_airflow.tasks import (
    DEFAULT_ARGS,
    RUN_TIMEOUT,
    START_DATE,
    TAGS,
    WAIT,
    of_every_job,
    of_every_preflight,
)

# A broken folder shows itself: its DAG fails every hour until the folder is mended.
SCHEDULE_OF_BROKEN = "@hourly"


def make_dag(folder: PipelineFolder, settings: Settings) -> DAG:
    """The DAG of a pipeline; it raises an error where the schedule can't be used."""

    def job(name: str, kind: type[JobOperator] = JobOperator, **more: Any) -> JobOperator:
        return kind(task_id=name, job=name, **of_every_job(folder, settings), **more)

    with DAG(
        dag_id=folder.name,
        description=f"Takes in what landed for {folder.name}, and keeps its figures up to date",
        doc_md=run_page(folder.name, settings),
        schedule=folder.schedule.timetable(folder.reads) if folder.schedule else None,
        start_date=START_DATE,
        catchup=False,
        max_active_runs=1,
        dagrun_timeout=RUN_TIMEOUT,
        default_args=DEFAULT_ARGS,
        params=run_params(folder),
        tags=TAGS,
        # A DAG that turns out to be broken must not be found; make_dags hands out the good ones.
        auto_register=False,
    ) as dag:
        preflight = PreflightOperator(
            form_problems=run_problems,
            looks_outside=True,
            **of_every_preflight(folder, settings),
        )
        tasks: list[BaseOperator] = [preflight]
        if folder.has_topics:
            tasks.append(job("land", options={"wait": WAIT}))
        elif folder.has_generate:
            tasks.append(
                job(
                    "generate",
                    options={"wait": WAIT},
                    options_from_params={"rows": "generate_rows", "files": "generate_files"},
                    only_with_param="generate_rows",
                )
            )
        publishing: dict[str, Any] = {
            "options": {"wait": WAIT},
            "options_from_params": {
                "max-quarantined-ratio": "max_quarantined_ratio",
                "reason": "reason",
            },
            "inlets": list(folder.reads),
        }
        announcing: dict[str, Any] = {"kind": AnnouncingOperator, "publishes": folder.publishes}
        if folder.in_one_task:
            tasks.append(job("run", **publishing, **announcing))
        else:
            tasks.append(job("transform", **publishing))
            tasks.append(job("aggregate", options={"wait": WAIT}))
            tasks.append(job("quality", **announcing))
        if folder.has_exports:
            tasks.append(job("export", options={"wait": WAIT}))
        chain(*tasks)

    # Else the scheduler would find a wrong schedule only later, and stop loading this whole file.
    dag.validate()  # type: ignore[no-untyped-call]
    return dag


def run_params(folder: PipelineFolder) -> dict[str, Param]:
    """What a person may give to a run that is started by hand. A scheduled run gives nothing."""
    params = {
        "max_quarantined_ratio": Param(
            None,
            type=["null", "number"],
            minimum=0,
            maximum=1,
            title="Highest part of quarantined rows",
            description="0 to 1, for this run alone instead of the pipeline's own; needs a reason",
        ),
        "reason": Param(
            None,
            type=["null", "string"],
            maxLength=500,
            title="Reason",
            description="Why this run has another limit; it is kept with what the run publishes",
        ),
    }
    if folder.has_generate:
        params["generate_rows"] = Param(
            None,
            type=["null", "integer"],
            minimum=1,
            maximum=1_000_000_000,
            title="Synthetic rows",
            description="How many rows to make first; nothing makes none",
        )
        params["generate_files"] = Param(
            1,
            type="integer",
            minimum=1,
            maximum=10_000,
            title="Files for the synthetic rows",
            description="At most one file for each row",
        )
    return params


def make_broken_dag(name: str, error: Exception) -> DAG:
    """A DAG in the place of one that can't be made: its one task fails and shows why."""
    with DAG(
        dag_id=name,
        description="The folder of this pipeline is broken",
        doc_md=f"The folder of pipeline `{name}` is broken:\n\n    {error}",
        schedule=SCHEDULE_OF_BROKEN,
        start_date=START_DATE,
        catchup=False,
        max_active_runs=1,
        tags=[*TAGS, "broken"],
        auto_register=False,
    ) as dag:
        FailWithError(task_id="read_folder", message=str(error), on_failure_callback=alert_failure)
    return dag


def make_dags(settings: Settings) -> dict[str, DAG]:
    """Every DAG by its id. A folder that is broken never keeps the others from loading."""
    dags = {}
    for folder in pipeline_folders(settings.sql):
        try:
            definition = PipelineFolder.read(folder)
            if definition.schedule is not None:
                dags[folder.name] = make_dag(definition, settings)
        except Exception as error:  # whatever it is, the folder's own DAG shows it
            dags[folder.name] = make_broken_dag(folder.name, error)
    return dags


globals().update(make_dags(Settings.from_environment()))
