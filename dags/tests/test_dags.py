"""The DAGs as Airflow loads them from the folders under sql/."""

import re
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG, Asset, AssetAny, AssetOrTimeSchedule, Context
from airflow.sdk.exceptions import AirflowFailException
from dag_tasks import failure_of, jobs_of

import backfills
import decisions
import pipelines
from sluice_airflow.approval import ApprovalOfPlan
from sluice_airflow.settings import CHECKOUT, POOL, Settings

JAR = CHECKOUT / "jobs" / "target" / "sluice-jobs.jar"
TASKS = {"preflight", "generate", "transform", "aggregate", "quality"}


class MakeDags(Protocol):
    def __call__(
        self, texts: dict[str, str | None], *, generate: tuple[str, ...] = ()
    ) -> dict[str, DAG]: ...


def edges(dag: DAG) -> dict[str, set[str]]:
    return {task.task_id: task.downstream_task_ids for task in dag.tasks}


@pytest.fixture
def folders(tmp_path: Path) -> MakeDags:
    """Makes pipelines from texts of pipeline.yaml, and gives their DAGs."""

    def make(texts: dict[str, str | None], *, generate: tuple[str, ...] = ()) -> dict[str, DAG]:
        for name, text in texts.items():
            (tmp_path / name).mkdir(exist_ok=True)
            if text is not None:
                (tmp_path / name / "pipeline.yaml").write_text(text)
            if name in generate:
                (tmp_path / name / "generate.sql").touch()
        settings = Settings.from_environment({"SLUICE_SQL": str(tmp_path), "SPARK_HOME": "/spark"})
        return pipelines.make_dags(settings)

    return make


def test_every_scheduled_pipeline_of_the_checkout_has_its_dag(bag: DagBag) -> None:
    assert bag.import_errors == {}
    scheduled = {
        file.parent.name
        for file in (CHECKOUT / "sql").glob("*/pipeline.yaml")
        if re.search(r"^schedule:", file.read_text(), re.MULTILINE)
    }
    by_hand = {f"{name}_{what}" for name in scheduled for what in ("backfill", "decide")}
    assert set(bag.dags) == scheduled | by_hand
    assert not any("broken" in dag.tags for dag in bag.dags.values())


def test_the_tasks_follow_one_another(bag: DagBag) -> None:
    assert edges(bag.dags["transactions"]) == {
        "preflight": {"generate"},
        "generate": {"transform"},
        "transform": {"aggregate"},
        "aggregate": {"quality"},
        "quality": set(),
    }


def test_a_folder_without_generate_sql_has_no_generate(folders: MakeDags) -> None:
    dag = folders({"plain": 'schedule: "@daily"'})["plain"]
    assert edges(dag) == {
        "preflight": {"transform"},
        "transform": {"aggregate"},
        "aggregate": {"quality"},
        "quality": set(),
    }
    assert set(dag.params) == {"max_quarantined_ratio", "reason"}


def test_messages_land_before_they_are_transformed(folders: MakeDags) -> None:
    text = 'source: {format: kafka, topics: [orders]}\nschedule: "@hourly"'
    dag = folders({"shop": text}, generate=("shop",))["shop"]
    assert edges(dag) == {
        "preflight": {"land"},
        "land": {"transform"},
        "transform": {"aggregate"},
        "aggregate": {"quality"},
        "quality": set(),
    }
    assert jobs_of(dag)["land"]._java_class == "io.sluice.LandJob"
    assert set(dag.params) == {"max_quarantined_ratio", "reason"}


def test_every_job_is_bounded_and_in_the_pool(bag: DagBag) -> None:
    dag = bag.dags["transactions"]
    assert (dag.max_active_runs, dag.catchup, dag.dagrun_timeout) == (1, False, timedelta(hours=12))
    jobs = jobs_of(dag)
    assert set(jobs) == TASKS - {"preflight"}
    assert {(job.pool, job.pool_slots, job.trigger_rule, job.durable) for job in jobs.values()} == {
        (POOL, 1, "none_failed", False)
    }
    # Outside of the pool: it says so where the pool isn't there.
    assert dag.get_task("preflight").pool == "default_pool"
    assert {task.task_id for task in dag.tasks if task.execution_timeout is None} == set()
    assert {(task.retries, task.retry_exponential_backoff) for task in dag.tasks} == {(3, 2)}


def test_a_run_may_be_given_these_params(bag: DagBag) -> None:
    dag = bag.dags["transactions"]
    assert dag.params.dump() == {
        "max_quarantined_ratio": None,
        "reason": None,
        "generate_rows": None,
        "generate_files": 1,
    }


def test_every_class_is_in_the_jar(bag: DagBag) -> None:
    names = set(zipfile.ZipFile(JAR).namelist())
    dag = bag.dags["transactions"]
    classes = {str(job._java_class) for job in jobs_of(dag).values()}
    assert classes == {
        f"io.sluice.{job}Job" for job in ("Generate", "Transform", "Aggregate", "Quality")
    }
    assert {name for name in classes if name.replace(".", "/") + ".class" not in names} == set()


@pytest.mark.parametrize(
    ("dag_id", "heading"),
    [
        ("transactions", "### On call for transactions\n"),
        ("transactions_backfill", "### Compute dates of transactions afresh\n"),
        ("transactions_decide", "### Decide about files and records of transactions\n"),
    ],
)
def test_the_page_of_a_dag_is_short_and_names_the_pipeline(
    bag: DagBag, dag_id: str, heading: str
) -> None:
    text = bag.dags[dag_id].doc_md
    assert text is not None
    assert text.startswith(heading)
    assert "PIPELINE" not in text
    assert "STANDING" not in text
    assert len(text.splitlines()) <= 40
    # The DAGs that it names are there.
    links = set(re.findall(r"/dags/([a-z_]+)", text))
    assert links and links <= set(bag.dags)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "Cannot read {file}: No such file or directory; restore the file"),
        ("", "Cannot read {file}: it has no keys; write it as key: value lines"),
        ("- schedule", "Cannot read {file}: it has no keys; write it as key: value lines"),
        (
            "schedule: 5",
            "Cannot use schedule in {file}: it is 5, not a text; "
            'write schedule: "@hourly" or a cron expression in quotes',
        ),
        (
            'schedule: "${NOT_SET_ANYWHERE}"',
            "Cannot use schedule in {file}: the environment has no NOT_SET_ANYWHERE; "
            "set it for Airflow",
        ),
        (
            "schedule: [1]",
            "Cannot use schedule in {file}: it is 1, not a text; "
            'write schedule: "@hourly" or a cron expression in quotes',
        ),
        (
            "schedule: on-update",
            "Cannot use schedule in {file}: it is on-update, and no reference is to another "
            "pipeline; write a time, or a reference with pipeline and relation",
        ),
        (
            'schedule: ["@daily", "@hourly"]',
            "Cannot use schedule in {file}: it has the times @daily and @hourly; "
            "write one of them, or one and on-update",
        ),
        (
            'airflow: {tasks: two}\nschedule: "@daily"',
            "Cannot use airflow.tasks in {file}: it is 'two'; write three or one",
        ),
        (
            "schedule: every day",
            "Exactly 5, 6 or 7 columns has to be specified for iterator expression.",
        ),
    ],
)
def test_a_broken_folder_shows_itself_and_the_others_load(
    folders: MakeDags, tmp_path: Path, text: str | None, message: str
) -> None:
    dags = folders(
        {"bad": text, "good": 'schedule: "@daily"', "Not-A-Name": "", "by_hand": "table: t"},
        generate=("good",),
    )
    assert set(dags) == {"bad", "good"}
    assert {task.task_id for task in dags["good"].tasks} == TASKS
    with pytest.raises(AirflowFailException) as failure:
        failure_of(dags["bad"]).execute(Context())
    assert str(failure.value) == message.format(file=tmp_path / "bad" / "pipeline.yaml")


def test_a_pipeline_yaml_that_is_no_yaml_is_broken(folders: MakeDags, tmp_path: Path) -> None:
    dags = folders({"bad": "schedule: [", "good": 'schedule: "@daily"'})
    start = f"Cannot read {tmp_path / 'bad' / 'pipeline.yaml'}: it is no YAML: "
    assert failure_of(dags["bad"]).message.startswith(start)


def test_the_schedule_may_come_from_the_environment(
    folders: MakeDags, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAIN_SCHEDULE", "15 * * * *")
    dag = folders({"plain": 'schedule: "${PLAIN_SCHEDULE}"'})["plain"]
    schedule: object = dag.schedule
    assert schedule == "15 * * * *"


REFERENCES = "references: {people: {pipeline: crm, relation: customers, key: [id]}}\n"


def test_relations_are_assets_whose_graph_has_what_is_read(
    folders: MakeDags, tmp_path: Path
) -> None:
    text = REFERENCES + 'table: orders\nschedule: ["@daily", on-update]'
    (tmp_path / "shop" / "aggregations").mkdir(parents=True)
    (tmp_path / "shop" / "aggregations" / "daily.sql").touch()
    dag = folders({"shop": text})["shop"]
    customers = Asset("sluice://crm/customers")
    schedule: object = dag.schedule
    assert isinstance(schedule, AssetOrTimeSchedule)
    assert schedule.asset_condition == AssetAny(customers)
    jobs = jobs_of(dag)
    assert jobs["transform"].inlets == [customers]
    assert [asset.uri for asset in jobs["quality"].outlets] == [
        "sluice://shop/orders",
        "sluice://shop/daily",
    ]


def test_three_jobs_may_be_one_task(folders: MakeDags) -> None:
    text = REFERENCES + "table: orders\nschedule: on-update\nairflow: {tasks: one}"
    dag = folders({"shop": text}, generate=("shop",))["shop"]
    assert edges(dag) == {"preflight": {"generate"}, "generate": {"run"}, "run": set()}
    run = jobs_of(dag)["run"]
    assert run._java_class == "io.sluice.RunJob"
    assert (run.inlets, run.outlets) == (
        [Asset("sluice://crm/customers")],
        [Asset("sluice://shop/orders")],
    )
    assert run.options == {"wait": "10 minutes"}
    assert set(run.options_from_params) == {"max-quarantined-ratio", "reason"}


def test_a_folder_with_exports_sends_them_after_the_checks(
    folders: MakeDags, tmp_path: Path
) -> None:
    (tmp_path / "sent" / "exports").mkdir(parents=True)
    (tmp_path / "sent" / "exports" / "daily.yaml").write_text("relation: daily\nconsole: {}\n")
    dag = folders({"sent": 'schedule: "@daily"'})["sent"]
    assert edges(dag)["quality"] == {"export"}
    export = jobs_of(dag)["export"]
    assert (export._java_class, export.options) == ("io.sluice.ExportJob", {"wait": "10 minutes"})
    assert (export.pool, export.trigger_rule) == (POOL, "none_failed")


def test_a_backfill_asks_between_plan_and_apply(bag: DagBag) -> None:
    dag = bag.dags["transactions_backfill"]
    assert edges(dag) == {
        "preflight": {"plan"},
        "plan": {"approve"},
        "approve": {"apply"},
        "apply": {"aggregate"},
        "aggregate": {"quality"},
        "quality": set(),
    }
    assert dag.schedule is None
    approve = dag.get_task("approve")
    assert isinstance(approve, ApprovalOfPlan)
    assert (approve.defaults, approve.response_timeout) == (None, timedelta(days=7))
    assert approve.retries == 0
    # It waits for a person without a slot that jobs need, and the run waits as long.
    assert approve.pool == "default_pool"
    assert dag.dagrun_timeout == timedelta(days=8)


def test_a_decision_is_followed_by_what_it_leads_to(bag: DagBag) -> None:
    dag = bag.dags["transactions_decide"]
    assert edges(dag) == {
        "preflight": {"files", "quarantine"},
        "files": {"transform"},
        "quarantine": {"aggregate"},
        "transform": {"aggregate"},
        "aggregate": {"quality"},
        "quality": set(),
    }
    rules = {task.task_id: task.trigger_rule for task in dag.tasks}
    assert (rules["transform"], rules["aggregate"]) == ("all_success", "none_failed")


def test_a_folder_without_a_schedule_or_that_is_broken_has_no_dags_by_hand(
    folders: MakeDags, tmp_path: Path
) -> None:
    folders(
        {
            "bad": "schedule: 5",
            "by_hand": "table: t",
            "good": 'schedule: "@daily"',
            "good_backfill": 'schedule: "@daily"',
        }
    )
    settings = Settings.from_environment({"SLUICE_SQL": str(tmp_path), "SPARK_HOME": "/spark"})
    # A pipeline of that name keeps it.
    assert set(backfills.make_dags(settings)) == {"good_backfill_backfill"}
    assert set(decisions.make_dags(settings)) == {"good_decide", "good_backfill_decide"}
