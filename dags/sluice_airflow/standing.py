"""What is wrong with a pipeline right now, as the last report of each of its jobs says."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sluice_airflow.markdown import plain
from sluice_airflow.settings import local_path

JOBS = ("land", "transform", "aggregate", "quality", "export")

# A page is made every few seconds: no more names are looked at, and no longer reports read.
_MOST_NAMES = 1_000
_MOST_BYTES = 1_000_000
_SHOWN_LETTERS = 250


def standing(data: str, pipeline: str) -> str:
    """A paragraph in Markdown. It changes only when trouble begins or ends.

    Airflow keeps a version of a DAG for each text of its page: one that told of every run would
    make one for every run.
    """
    folder = local_path(data)
    if folder is None:
        return "**Open now:** `./sluice status` says it; the data is not on this machine."
    try:
        open_reports = [
            report
            for report in _last_reports(folder / pipeline / "runs")
            if report["exit_code"] != 0
        ]
        lines = [_line(report) for report in open_reports]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "**Open now:** the reports of the last runs can't be read; see `./sluice status`."
    if not lines:
        return "**Open now:** nothing; the last run of each job ended well."
    return "**Open now:**\n\n" + "\n".join(lines)


def _last_reports(runs: Path) -> Iterator[dict[str, Any]]:
    """The newest report of each job that has one among the newest reports."""
    # <start>-<job>-<run id>.json: the names are in the order of time.
    names = sorted(_names(runs), reverse=True)[:_MOST_NAMES]
    for job in JOBS:
        name = next((name for name in names if name.split("-", 2)[1:2] == [job]), None)
        if name is not None and (runs / name).stat().st_size <= _MOST_BYTES:
            yield json.loads((runs / name).read_text(encoding="utf-8"))


def _names(runs: Path) -> list[str]:
    if not runs.is_dir():
        return []
    with os.scandir(runs) as entries:
        return [entry.name for entry in entries if entry.name.endswith(".json")]


def _line(report: dict[str, Any]) -> str:
    said = (report.get("message") or "it gives no reason")[:_SHOWN_LETTERS]
    steps = f"; next: {plain(report['next_step'])}" if report.get("next_step") else ""
    when = f"{report['started_at']}"
    return (
        f"- **{plain(report['job'])}** ended with exit code {int(report['exit_code'])} "
        f"({plain(when)}): {plain(said)}{steps}"
    )
