"""What is announced of relations that have changed, and who is woken by it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from airflow.dag_processing.bundles.manager import DagBundlesManager
from airflow.dag_processing.dagbag import DagBag, sync_bag_to_db
from airflow.jobs.job import Job
from airflow.jobs.scheduler_job_runner import SchedulerJobRunner
from airflow.models import DagModel, DagRun
from airflow.models.asset import AssetActive, AssetDagRunQueue, AssetEvent, AssetModel
from airflow.models.asset_state_store import AssetStateStoreModel
from airflow.sdk import DAG, Context
from airflow.utils.session import create_session
from dag_tasks import fresh
from fake_spark import FakeSpark, step

from pipelines import make_dags
from sluice_airflow.assets import announce, asset_of, ranges
from sluice_airflow.settings import CHECKOUT, Settings

DAYS = ["2026-11-19", "2026-11-20", "2026-11-21", "2026-11-23"]
DAILY = "daily_category_metrics"


@dataclass
class FakeEvents:
    extra: dict[str, Any] = field(default_factory=dict)
    partition_keys: set[str | None] = field(default_factory=set)

    def add_partitions(self, keys: list[str]) -> None:
        self.partition_keys.update(keys)


def test_dates_are_written_in_short() -> None:
    assert list(ranges([])) == []
    assert list(ranges(DAYS)) == ["2026-11-19..2026-11-21", "2026-11-23"]
    assert list(ranges(["2026-12-31", "2027-01-01"])) == ["2026-12-31..2027-01-01"]


def test_every_changed_relation_has_an_event_for_each_date_and_one_for_all() -> None:
    daily, totals, same = (asset_of("shop", name) for name in ("daily", "totals", "same"))
    events = {daily: FakeEvents(), totals: FakeEvents(), same: FakeEvents()}
    report = {
        "run_id": "r1",
        "changed": {
            "since": "start",
            "until": "7:r0",
            "relations": {
                "daily": {"dates": DAYS, "whole": False},
                "totals": {"dates": [], "whole": True},
            },
        },
    }
    found = announce(cast("Context", {"outlet_events": events}), [daily, totals, same], report)
    assert found == [daily, totals]
    assert events[daily].partition_keys == {*DAYS, None}
    assert events[totals].partition_keys == {None}
    assert events[daily].extra == {
        "run_id": "r1",
        "change": "7:r0",
        "dates": ["2026-11-19..2026-11-21", "2026-11-23"],
        "whole": False,
    }
    assert events[same] == FakeEvents()


@pytest.fixture
def dag(database: None) -> DAG:  # noqa: ARG001 (a run needs the database)
    with create_session() as session:
        # Runs of other tests have announced changes too.
        session.query(AssetStateStoreModel).delete()
    return fresh("transactions")


def changed(until: str, **relations: list[str]) -> dict[str, Any]:
    return {
        "since": "any",
        "until": until,
        "relations": {
            name: {"dates": dates, "whole": not dates} for name, dates in relations.items()
        },
    }


def known(dags: Mapping[str, DAG]) -> None:
    """Makes Airflow know these DAGs, and turns them on."""
    bag = DagBag(CHECKOUT / "dags" / "examples")
    bag.dags = dict(dags)
    DagBundlesManager().sync_bundles_to_db()  # type: ignore[no-untyped-call]
    sync_bag_to_db(bag, "dags-folder", None)
    with create_session() as session:
        for model in session.query(DagModel).filter(DagModel.dag_id.in_(dags)):
            model.is_paused = False


def events_of(relation: str) -> list[str]:
    with create_session() as session:
        events = (
            session.query(AssetEvent)
            .join(AssetModel, AssetModel.id == AssetEvent.asset_id)
            .filter(AssetModel.uri == f"sluice://transactions/{relation}")
        )
        return sorted(str(event.partition_key) for event in events)


def runs_of(dag_id: str) -> list[str]:
    """The dates of the runs that the scheduler makes of what has been announced."""
    scheduler = SchedulerJobRunner(job=Job())  # type: ignore[no-untyped-call]
    with create_session() as session:
        scheduler._create_dagruns_for_partitioned_asset_dags(session)
    with create_session() as session:
        runs = session.query(DagRun).filter_by(dag_id=dag_id)
        return sorted(str(run.partition_key) for run in runs)


def test_a_dag_that_waits_for_dates_gets_just_those_that_changed(
    dag: DAG, spark: FakeSpark
) -> None:
    example = DagBag(CHECKOUT / "dags" / "examples" / "changed_dates.py")
    assert example.import_errors == {}
    known(example.dags)

    spark.will(step(changed=changed("3:r1", daily_category_metrics=DAYS[:2])))
    dag.test(logical_date=None)
    assert spark.options()["changed-since"] == "start"
    assert runs_of("changed_dates") == DAYS[:2]

    # This one may have published more; the next that succeeds tells of it.
    spark.will(step(3, outcome="gate_failed"))
    dag.test(logical_date=None)
    spark.will(step(changed=changed("5:r2", daily_category_metrics=DAYS[1:3])))
    dag.test(logical_date=None)
    assert spark.options()["changed-since"] == "3:r1"
    assert runs_of("changed_dates") == sorted(DAYS[:2] + DAYS[1:3])

    # Runs of the other DAG wait meanwhile; that must not matter.
    spark.will(step(changed=changed("5:r2")))
    dag.test(logical_date=None)
    assert spark.options()["changed-since"] == "5:r2"
    assert events_of(DAILY) == sorted(DAYS[:2] + DAYS[1:3] + ["None"] * 2)


def test_a_pipeline_that_reads_another_is_queued_when_that_has_changed(
    dag: DAG, spark: FakeSpark, tmp_path: Path
) -> None:
    for name, schedule in {"either": '["@yearly", on-update]', "updates": "on-update"}.items():
        (tmp_path / "sql" / name).mkdir(parents=True)
        (tmp_path / "sql" / name / "pipeline.yaml").write_text(
            "references:\n"
            "  metrics: {pipeline: transactions, relation: category_products, key: [c]}\n"
            "  things: {pipeline: elsewhere, relation: things, key: [t]}\n"
            f"schedule: {schedule}\n"
        )
    readers = make_dags(Settings.from_environment({"SLUICE_SQL": str(tmp_path / "sql")}))
    assert not any("broken" in reader.tags for reader in readers.values())
    known(readers)
    # A task that reads one that isn't active would fail.
    with create_session() as session:
        active = session.query(AssetActive).filter_by(uri="sluice://elsewhere/things").count()
    assert active == 1

    spark.will(step(changed=changed("3:r1", daily_category_metrics=DAYS)))
    dag.test(logical_date=None)
    assert queued(readers) == []
    spark.will(step(changed=changed("4:r2", category_products=[])))
    dag.test(logical_date=None)
    assert queued(readers) == ["either", "updates"]


def queued(dags: Mapping[str, DAG]) -> list[str]:
    with create_session() as session:
        rows = session.query(AssetDagRunQueue).filter(AssetDagRunQueue.target_dag_id.in_(dags))
        return sorted(row.target_dag_id for row in rows)
