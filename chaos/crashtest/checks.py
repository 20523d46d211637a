"""Compares everything that the jobs made with what the oracle expects."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from .metrics import FIGURES, GRAINS, expect_metrics
from .oracle import Expected, Quarantined, RawFile, Record, expect
from .pipeline import Delivery, PipelineData
from .tables import DeltaTable, Row

SHOWN = 5
CODES = "list_transform(reasons, lambda reason: reason.code)"
TRANSFORMED = "transformed_transactions"
Landed = Mapping[Delivery, Path]
"""Copies of the raw files, kept where no job works."""


@dataclass(frozen=True)
class Checked:
    """What was compared, for the summary."""

    files: int
    records: int


class Verification:
    """One look at a pipeline that has recovered; `findings` is what is wrong with it."""

    def __init__(
        self, data: PipelineData, landed: Landed, published_as: Callable[[Record], Record] = dict
    ) -> None:
        """
        :param published_as: what the pipeline's SQL, other than the one in the checkout, made of a
            row
        """
        self.data = data
        self.landed = landed
        self.published_as = published_as
        self.findings: list[str] = []

    def verify(self) -> Checked:
        files = self._noted_files()
        expected = expect(files)
        expected.transformed = [self.published_as(row) for row in expected.transformed]
        self._verify_files_are_archived()
        self._verify_log_and_tables_agree()
        self._verify_transformed(expected)
        self._verify_quarantine(expected)
        self._verify_ledger(expected)
        for relation, grain in GRAINS.items():
            self._verify_aggregation(relation, grain, expected)
        return Checked(len(files), sum(file.rows_read for file in expected.files.values()))

    def _noted_files(self) -> list[RawFile]:
        """Every delivery stands in exactly one note."""
        noted = [(note.batch, file) for note in self.data.notes() for file in note.files]
        self._same("deliveries in notes", self.landed, [file for _, file in noted])
        return [
            RawFile(batch, file.path, self.landed[file].read_bytes(), file.modified_at)
            for batch, file in noted
            if file in self.landed
        ]

    def _verify_files_are_archived(self) -> None:
        self._same("files in landing/", [], self.data.landed())
        for note in self.data.notes():
            for delivery in note.files:
                archived = self.data.archived(note, delivery)
                if not archived.exists():
                    self.findings.append(f"{archived} is not there")
                elif archived.read_bytes() != self.landed[delivery].read_bytes():
                    self.findings.append(f"{archived} is not what landed")

    def _verify_log_and_tables_agree(self) -> None:
        changes = self.data.changes()
        self._same("change numbers", range(1, len(changes) + 1), [one["number"] for one in changes])
        versions = changes[-1]["state"]["versions"] if changes else {}
        for relation, version in versions.items():
            table = DeltaTable.at(self.data.tables / relation)
            self._same(f"version of {relation}", [version], [table.version])
            self._same(f"files of {relation}", table.files, table.present())

    def _verify_transformed(self, expected: Expected) -> None:
        columns = list(expected.transformed[0]) if expected.transformed else ["transaction_id"]
        rows = self._rows(TRANSFORMED, columns)
        self._same(TRANSFORMED, map(_key, expected.transformed), map(_key, rows))

    def _verify_quarantine(self, expected: Expected) -> None:
        rows = self._rows(
            "quarantine", ["id", "batch_id", "file", "record", "event_date", f"{CODES} as codes"]
        )
        self._same("ids in quarantine", {row["id"] for row in rows}, [row["id"] for row in rows])
        found = [
            Quarantined(
                row["batch_id"],
                row["file"],
                row["record"],
                frozenset(row["codes"]),
                row["event_date"],
            )
            for row in rows
        ]
        self._same("quarantine", map(_quarantined, expected.quarantine), map(_quarantined, found))

    def _verify_ledger(self, expected: Expected) -> None:
        counts = ["rows_read", "rows_written", "rows_duplicate", "rows_quarantined"]
        counts += ["rows_undated", "lines_ignored"]
        rows = self._rows("files", ["batch_id", "path", "status", "dates", *counts])
        found = [
            (
                *(row["batch_id"], row["path"], row["status"]),
                *(row[count] for count in counts),
                *sorted(tuple(day.values()) for day in row["dates"]),
            )
            for row in rows
        ]
        wanted = [
            (
                *(batch, path, account.status),
                *(getattr(account, count) for count in counts),
                *((day, *rows) for day, rows in sorted(account.dates.items())),
            )
            for (batch, path), account in expected.files.items()
        ]
        self._same("files", wanted, found)

    def _verify_aggregation(self, relation: str, grain: list[str], expected: Expected) -> None:
        rows = self._rows(relation, [*grain, *FIGURES])
        wanted = expect_metrics(expected.transformed, grain)
        self._same(relation, map(_key, wanted), map(_key, rows))

    def _rows(self, relation: str, columns: list[str]) -> list[Row]:
        """A table's rows; those of a file that is gone will be missed in the comparison."""
        return DeltaTable.at(self.data.tables / relation).rows(columns)

    def _same(self, what: str, expected: Iterable[object], found: Iterable[object]) -> None:
        """Compares as bags: how often each occurs counts, the order does not."""
        wanted, seen = Counter(iter(expected)), Counter(iter(found))
        for sign, rest in (("lacks", wanted - seen), ("has too many of", seen - wanted)):
            if rest:
                shown = "\n  ".join(str(one) for one in list(rest)[:SHOWN])
                self.findings.append(f"{what} {sign} {rest.total()}, such as\n  {shown}")


def delivery_of(file: Path) -> Delivery:
    """A landed file as a note will name it: with its time in whole milliseconds."""
    status = file.stat()
    milliseconds = status.st_mtime_ns // 1_000_000
    at = datetime.fromtimestamp(milliseconds // 1000, UTC)
    return Delivery(file.name, status.st_size, at.replace(microsecond=milliseconds % 1000 * 1000))


def _key(row: Record) -> tuple[tuple[str, object], ...]:
    return tuple(sorted(row.items()))


def _quarantined(row: Quarantined) -> tuple[object, ...]:
    """The raw record, whether it is kept as values by name or as a line; blank values are none."""
    record: object = row.record
    if isinstance(record, str) and record.startswith("{"):
        record = json.loads(record)
    if isinstance(record, Mapping):
        record = tuple(
            sorted((name, value) for name, value in record.items() if value and value.strip())
        )
    return (row.batch, row.file, record, tuple(sorted(row.codes)), row.event_date)
