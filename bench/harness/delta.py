"""What a Delta table holds, read from its log without Spark."""

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from .process import BenchmarkError


def live_files(table: Path) -> Mapping[Path, int]:
    """The data files of the table's current version, with their rows as its commits say."""
    rows: dict[str, int] = {}
    for commit in sorted((table / "_delta_log").glob("*.json")):
        for line in commit.read_text().splitlines():
            action = json.loads(line)
            if "add" in action:
                rows[action["add"]["path"]] = json.loads(action["add"]["stats"])["numRecords"]
            elif "remove" in action:
                del rows[action["remove"]["path"]]
    return {table / unquote(path): number for path, number in rows.items()}


def count_rows(table: Path) -> int:
    """The rows of the table's current version, by the statistics in its commits."""
    return sum(live_files(table).values())


def verify_rows(table: Path, expected: int) -> None:
    found = count_rows(table)
    if found != expected:
        raise BenchmarkError(
            f"Cannot compare {table}: it holds {found:,} rows, not {expected:,}; "
            "the logs of the run say why"
        )
