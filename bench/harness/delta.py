"""What a Delta table holds, read from its log without Spark."""

import json
from pathlib import Path

from .process import BenchmarkError


def count_rows(table: Path) -> int:
    """The rows of the table's current version, by the statistics in its commits."""
    rows: dict[str, int] = {}
    for commit in sorted((table / "_delta_log").glob("*.json")):
        for line in commit.read_text().splitlines():
            action = json.loads(line)
            if "add" in action:
                rows[action["add"]["path"]] = json.loads(action["add"]["stats"])["numRecords"]
            elif "remove" in action:
                del rows[action["remove"]["path"]]
    return sum(rows.values())


def verify_rows(table: Path, expected: int) -> None:
    found = count_rows(table)
    if found != expected:
        raise BenchmarkError(
            f"Cannot compare {table}: it holds {found:,} rows, not {expected:,}; "
            "the logs of the run say why"
        )
