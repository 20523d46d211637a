"""The log of a pipeline that took in many days at once, written as if each had come by itself."""

import json
import shutil
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from .changelog import Published, added, published_days, write
from .days import date_of, name_of
from .extrapolate import extrapolate

TABLE = "transformed_transactions"
LEDGER = "files"
# How many real days the log is worked out from: the first, which makes the tables, and two more.
SAMPLE = 3


class DailyLog:
    """Notes, records, commits and reports of days 1 to `days`.

    They say what those of the real days in `sample` do, and go on as these have begun. The files
    that they name are those that `pipeline` has. An aggregation gets its own with the last day that
    changes it; days before that have left files that are gone.
    """

    def __init__(self, pipeline: Path, sample: Path, ledger: Path, days: int) -> None:
        self.pipeline = pipeline
        self.sample = sample
        self.ledger = ledger
        self.days = days
        self.like = published_days(sample)[:SAMPLE]
        ((batch, *aggregations),) = published_days(pipeline)
        self.rows = added(batch.record["tables"][TABLE]["actions"])
        self.aggregated = {
            relation: added(table["actions"])
            for aggregation in aggregations
            for relation, table in aggregation.record["tables"].items()
        }
        # The last day that changes a table.
        self.last = {
            relation: self.days if number == SAMPLE else number
            for number, day in enumerate(self.like, 1)
            for published in day
            for relation in published.record["tables"]
        }
        # The data files of each table's newest version.
        self.live: dict[str, list[dict]] = {}

    def write(self) -> None:
        landed = _json(self.pipeline / "batches" / "000001.json")["files"]
        notes = {file["path"]: file for file in landed}
        self._forget_what_was()
        newest = ""
        for day in range(1, self.days + 1):
            file = notes[name_of(day)]
            newest = max(newest, file["modified_at"], key=_moment)
            self._write_note(day, file)
            self._write_reports(day)
            for published in self._published(day):
                published.record["state"]["standing"]["newest_file_at"] = newest
                write(self.pipeline, published)

    def _forget_what_was(self) -> None:
        for folder in ("archive", "batches", "changes", "checkpoints", "runs"):
            shutil.rmtree(self.pipeline / folder)
        for folder in ("batches", "changes", "runs"):
            (self.pipeline / folder).mkdir()
        for table in (self.pipeline / "tables").iterdir():
            shutil.rmtree(table / "_delta_log")
        for file in (self.pipeline / "tables" / LEDGER).iterdir():
            file.unlink()

    def _write_note(self, day: int, file: dict) -> None:
        second, third = (_json(self.sample / "batches" / f"{number:06}.json") for number in (2, 3))
        note = extrapolate(second, third, day) | {"files": [file]}
        path = self.pipeline / "batches" / f"{day:06}.json"
        path.write_text(json.dumps(note, indent=2) + "\n")

    def _write_reports(self, day: int) -> None:
        last = f"-{_run_id(self.like[-1])}.json"
        for report in (self.sample / "runs").glob(f"*{last}"):
            run_id = extrapolate(_run_id(self.like[-2]), _run_id(self.like[-1]), day)
            text = report.read_text().replace(_run_id(self.like[-1]), run_id)
            name = f"{report.name.removesuffix(last)}-{run_id}.json"
            (self.pipeline / "runs" / name).write_text(text)

    def _published(self, day: int) -> Iterator[Published]:
        for place, like in enumerate(self.like[min(day, SAMPLE) - 1]):
            record, heads = _without_files(like)
            if day >= SAMPLE:
                second = _without_files(self.like[-2][place])
                record, heads = extrapolate(list(second), [record, heads], day)
            for relation, table in record["tables"].items():
                actions = self._actions(relation, day, like.record["tables"][relation]["actions"])
                files = added(actions)
                table |= {
                    "rows": sum(json.loads(file["stats"])["numRecords"] for file in files),
                    "bytes": sum(file["size"] for file in files),
                    "actions": actions,
                }
                heads[relation] += [action for action in actions if _is_of_file(action)]
            yield Published(record, heads)

    def _actions(self, relation: str, day: int, like: Sequence[dict]) -> list[dict]:
        before = self.live.get(relation, [])
        replaces = any("remove" in action for action in like) or self._is_settled(relation, day)
        files = self._files(relation, day, added(like))
        self.live[relation] = files if replaces else before + files
        return [
            *(_removal(file) for file in before if replaces),
            *(action for action in like if "metaData" in action),
            *({"add": file} for file in files),
        ]

    def _files(self, relation: str, day: int, like: Sequence[dict]) -> list[dict]:
        """What a day adds to a table: files that are there, or that were until others came."""
        if relation == TABLE:
            return [file for file in self.rows if date_of(day) in file["partitionValues"].values()]
        if relation == LEDGER:
            return [self._ledger_file(day, *like)]
        if self._is_settled(relation, day):
            return self.aggregated[relation]
        return [file | {"path": _new_name()} for file in like]

    def _is_settled(self, relation: str, day: int) -> bool:
        """Whether an aggregation gets the files that stay."""
        return relation in self.aggregated and day == self.last[relation]

    def _ledger_file(self, day: int, like: dict) -> dict:
        (written,) = (self.ledger / f"day={day}").glob("*.parquet")
        file = self.pipeline / "tables" / LEDGER / _new_name()
        written.rename(file)
        written.with_name(f".{written.name}.crc").rename(file.with_name(f".{file.name}.crc"))
        status = file.stat()
        times = {"size": status.st_size, "modificationTime": status.st_mtime_ns // 1_000_000}
        return like | {"path": file.name} | times


def _without_files(published: Published) -> tuple[dict, dict[str, list[dict]]]:
    """The record without its files, and each commit's lines but those about files."""
    record = published.record | {
        "tables": {
            relation: {name: table[name] for name in ("base_version", "version")}
            for relation, table in published.record["tables"].items()
        }
    }
    heads = {
        relation: [line for line in commit if not _is_of_file(line)]
        for relation, commit in published.commits.items()
    }
    return record, heads


def _removal(file: dict) -> dict:
    removal = {
        "path": file["path"],
        "deletionTimestamp": file["modificationTime"],
        "dataChange": True,
        "extendedFileMetadata": True,
        "partitionValues": file["partitionValues"],
        "size": file["size"],
    }
    return {"remove": removal}


def _is_of_file(action: dict) -> bool:
    return "add" in action or "remove" in action


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text) if text else datetime.min.replace(tzinfo=UTC)


def _run_id(day: Sequence[Published]) -> str:
    return day[0].record["run_id"]


def _new_name() -> str:
    return f"part-00000-{uuid.uuid4()}-c000.snappy.parquet"


def _json(file: Path) -> dict:
    return json.loads(file.read_text())
