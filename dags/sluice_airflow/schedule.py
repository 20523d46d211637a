"""What `schedule` in pipeline.yaml means to Airflow: a time, an update of what is read, or both."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from airflow.sdk import Asset, AssetAny, AssetOrTimeSchedule, CronTriggerTimetable

ON_UPDATE = "on-update"


@dataclass(frozen=True)
class Schedule:
    """When a pipeline runs.

    :param time: a preset such as @hourly or a cron expression, if it runs at a time
    :param on_update: whether it runs when a relation of another pipeline changes that it reads
    """

    time: str | None
    on_update: bool

    @staticmethod
    def of(values: Sequence[str], file: Path, *, reads_others: bool) -> "Schedule":
        """Raises a ValueError that says what is wrong and how to mend it."""
        times = [value for value in values if value != ON_UPDATE]
        if len(times) > 1 or len(times) == len(values) > 1:
            raise ValueError(
                f"Cannot use schedule in {file}: it has the times {' and '.join(times)}; "
                f"write one of them, or one and {ON_UPDATE}"
            )
        on_update = ON_UPDATE in values
        if on_update and not reads_others:
            raise ValueError(
                f"Cannot use schedule in {file}: it is {ON_UPDATE}, and no reference is to another "
                "pipeline; write a time, or a reference with pipeline and relation"
            )
        return Schedule(times[0] if times else None, on_update)

    def timetable(self, reads: Sequence[Asset]) -> Any:
        """What a DAG takes as its schedule, where these are the relations that it waits for."""
        if not self.on_update:
            return self.time
        updates = AssetAny(*reads)
        if self.time is None:
            return updates
        return AssetOrTimeSchedule(
            timetable=CronTriggerTimetable(self.time, timezone="UTC"), assets=updates
        )
