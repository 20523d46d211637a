"""Relations as Airflow's assets, and which of their dates a run announces as changed.

A run announces what has changed after the last change that was announced, whichever run made it:
what a run published that failed afterwards, or was killed, is announced by the next that succeeds.
How far that is, Airflow keeps with the asset of the pipeline's table, and notes it once the events
are there: a run that ends in between is announced again, which does no harm.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from airflow.sdk import Asset, Context

from sluice_airflow.report import Report

# Under this key of the asset's store is the last change that was announced.
_KEY = "announced"

# Where nothing was.
_START = "start"


def asset_of(pipeline: str, relation: str) -> Asset:
    """A relation; its uri is its name, too."""
    return Asset(f"sluice://{pipeline}/{relation}")


def announced(context: Context, table: Asset) -> str:
    """The last change of the pipeline's log that was announced."""
    return str(context["asset_state_store"][table].get(_KEY, _START))


def note_announced(context: Context, table: Asset, report: Report) -> None:
    """Notes that this run's events are there."""
    context["asset_state_store"][table].set(_KEY, report["changed"]["until"])


def announce(context: Context, assets: Iterable[Asset], report: Report) -> list[Asset]:
    """Makes the events of a run, and gives the assets that have some.

    One has the date as its partition key for every date that changed, and one has none and names
    all the dates: a DAG that waits for dates gets the first kind, every other DAG the second.
    """
    changed = report["changed"]
    relations: Mapping[str, Any] = changed["relations"]
    found = []
    for asset in assets:
        relation = asset.uri.rpartition("/")[2]
        if relation in relations:
            events = context["outlet_events"][asset]
            events.extra = {
                "run_id": report["run_id"],
                "change": changed["until"],
                "dates": list(ranges(relations[relation]["dates"])),
                "whole": relations[relation]["whole"],
            }
            events.add_partitions(relations[relation]["dates"])
            # Airflow takes it as an event without a key; its method has no word for that.
            events.partition_keys.add(None)  # type: ignore[arg-type]
            found.append(asset)
    return found


def ranges(dates: Iterable[str]) -> Iterator[str]:
    """Dates in short, such as 2026-11-01..2026-11-19: every event carries them."""
    found: list[list[date]] = []
    for each in sorted(map(date.fromisoformat, dates)):
        if found and each == found[-1][-1] + timedelta(days=1):
            found[-1] = [found[-1][0], each]
        else:
            found.append([each])
    return ("..".join(map(str, both)) for both in found)
