"""A pipeline's data folder, as documented: what landed, what is noted, recorded and published."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Delivery:
    path: str
    size: int
    modified_at: datetime


@dataclass(frozen=True)
class Note:
    batch: int
    run_id: str
    files: list[Delivery]


class PipelineData:
    """Only reads; it may be asked at any time, also while a job works or after one was killed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.landing = root / "landing"
        self.tables = root / "tables"

    def notes(self) -> list[Note]:
        return [
            Note(
                read["batch"],
                read["run_id"],
                [
                    Delivery(file["path"], file["size"], time(file["modified_at"]))
                    for file in read["files"]
                ],
            )
            for read in self._numbered("batches")
        ]

    def changes(self) -> list[dict]:
        return list(self._numbered("changes"))

    def landed(self) -> list[str]:
        return sorted(file.name for file in self.landing.glob("[!.]*"))

    def archived(self, note: Note, delivery: Delivery) -> Path:
        return self.root / "archive" / f"{note.batch:06}" / delivery.path

    def reports(self, job: str, run_id: str) -> list[Path]:
        return list((self.root / "runs").glob(f"*-{job}-{run_id}.json"))

    def reported_exit_codes(self, job: str, run_id: str) -> list[int]:
        return [json.loads(report.read_text())["exit_code"] for report in self.reports(job, run_id)]

    def failed_checks(self, run_id: str) -> list[str]:
        """The checks of severity fail that a run has found violated."""
        return [
            check["name"]
            for report in self.reports("run", run_id)
            for check in json.loads(report.read_text())["checks"]
            if check["severity"] == "fail" and check["violations"]
        ]

    def lease_holder(self) -> str | None:
        return self.lease().get("run_id")

    def lease(self) -> dict:
        """Who took the lease last, with job, run_id and pid; it stays after that run's end."""
        try:
            return json.loads((self.root / "leases" / "writer.json").read_text())
        except (OSError, ValueError):
            return {}

    def unapplied(self) -> list[str]:
        """Tables of the last change that don't have it yet."""
        changes = self.changes()
        if not changes:
            return []
        return [
            relation
            for relation, change in changes[-1]["tables"].items()
            if not self._commit(relation, change["version"]).exists()
        ]

    def strays(self) -> set[Path]:
        """Data files that no change names: prepared by runs that did not get to record them."""
        known = {
            self.tables / relation / action["add"]["path"]
            for change in self.changes()
            for relation, table in change["tables"].items()
            for action in table["actions"]
            if "add" in action
        }
        return set(self.tables.glob("**/*.parquet")) - known

    def has_work(self) -> bool:
        """Whether a transform would find something to do."""
        return bool(self.landed() or self.unapplied() or self.open_notes())

    def open_notes(self) -> list[Note]:
        changes = self.changes()
        last = changes[-1]["state"]["last_batch"] if changes else 0
        return [note for note in self.notes() if note.batch > last]

    def has_stale_aggregations(self, relations: list[str]) -> bool:
        changes = self.changes()
        if not changes or not changes[-1]["state"]["last_data"]:
            return False
        state = changes[-1]["state"]
        covered = [state["covered"].get(relation, {"change": 0}) for relation in relations]
        return any(one["change"] < state["last_data"] for one in covered)

    def content(self) -> dict[str, tuple[int, int]]:
        """Every file but reports and leases, with its size and time."""
        return {
            str(file.relative_to(self.root)): (file.stat().st_size, file.stat().st_mtime_ns)
            for file in self.root.rglob("*")
            if file.is_file() and file.relative_to(self.root).parts[0] not in ("runs", "leases")
        }

    def _commit(self, relation: str, version: int) -> Path:
        return self.tables / relation / "_delta_log" / f"{version:020}.json"

    def _numbered(self, folder: str) -> Iterator[dict]:
        for file in sorted((self.root / folder).glob("[0-9]*.json")):
            yield json.loads(file.read_text())


def time(text: str) -> datetime:
    return datetime.fromisoformat(text)
