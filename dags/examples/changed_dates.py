"""An example: a DAG that works on just the dates that have changed.

Late data and backfills are included: what changes a date makes a run of that date.

Every run of it is of one date, its partition key. A date that changes again is run again, so what
the task does must be fit to be repeated: here it would replace the report of that date.

Airflow doesn't load it from here. Copy it into a folder of DAGs and change what it does; unpause it
before the dates that it is to know of, since Airflow keeps no events for a DAG that is paused.
"""

from datetime import UTC, datetime

from airflow.sdk import DAG, Asset, PartitionedAssetTimetable, task

with DAG(
    dag_id="changed_dates",
    description="Reports on each date of daily_category_metrics that has changed",
    schedule=PartitionedAssetTimetable(
        assets=Asset("sluice://transactions/daily_category_metrics")
    ),
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=2,
    tags=["sluice", "example"],
):

    @task
    def report(*, partition_key: str | None = None) -> str:
        """Stands for the work on one date."""
        print(f"{partition_key} has changed")
        return f"report of {partition_key}"

    report()
