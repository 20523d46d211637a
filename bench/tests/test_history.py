"""How a log is made to go on from three days, without Spark."""

import json
import unittest
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from harness.changelog import Published, published_days, write
from harness.daily_log import DailyLog
from harness.days import ROWS, date_of, day_files, late_file, name_of
from harness.delta import live_files
from harness.extrapolate import extrapolate
from harness.process import BenchmarkError
from harness.scenes import fingerprint, restore

DATE = "event_date"
# When the file of each day landed: the fourth's is older than the third's.
LANDED = {
    1: "2026-11-21T17:11:00.5Z",
    2: "2026-11-21T17:12:00Z",
    3: "2026-11-21T17:14:00.250Z",
    4: "2026-11-21T17:13:00Z",
    5: "2026-11-21T17:14:01Z",
}


class ExtrapolateTest(unittest.TestCase):
    def test_counts_on(self) -> None:
        self.assertEqual(31, extrapolate(3, 7, 9))
        self.assertEqual("day-0010", extrapolate("day-0002", "day-0003", 10))
        self.assertEqual("sluice change 31", extrapolate("sluice change 3", "sluice change 7", 9))

    def test_goes_on_by_days(self) -> None:
        self.assertEqual(
            ["2022-01-29..2022-02-02"],
            extrapolate(["2022-01-29..2022-01-30"], ["2022-01-29..2022-01-31"], 5),
        )
        self.assertEqual(["2022-02-01"], extrapolate(["2022-01-30"], ["2022-01-31"], 4))
        self.assertEqual(
            "shop-2022-01-09.csv", extrapolate("shop-2022-01-02.csv", "shop-2022-01-03.csv", 9)
        )

    def test_keeps_what_is_equal_or_made_up(self) -> None:
        for second, third in [
            ("batch", "batch"),
            ("2026-11-20T12:00:00.1Z", "2026-11-20T12:01:01.2Z"),
            (1_795_269_622_134, 1_795_269_652_000),
            ("070e4002", "e706c3b3"),
        ]:
            self.assertEqual({"a": third}, extrapolate({"a": second}, {"a": third}, 9))

    def test_refuses_days_of_another_shape(self) -> None:
        with self.assertRaises(BenchmarkError) as raised:
            extrapolate({"tables": {"a": [1]}}, {"tables": {"a": [1, 2]}}, 4)
        self.assertEqual(
            "Cannot go on from the third day: /tables/a is [1] on the second and [1, 2] on the "
            "third; bench/harness/extrapolate.py has to learn how it goes on",
            str(raised.exception),
        )


class DaysTest(unittest.TestCase):
    def test_makes_other_rows_for_every_file(self) -> None:
        with TemporaryDirectory() as folder, redirect_stdout(StringIO()):
            files = [*day_files(Path(folder), [1, 2]), late_file(Path(folder), 2)]
            rows = [file.read_text().splitlines()[1:] for file in files]
            times = [file.stat().st_mtime_ns for file in day_files(Path(folder), [2, 1])]
            self.assertEqual([files[1].stat().st_mtime_ns, files[0].stat().st_mtime_ns], times)
        self.assertEqual([ROWS] * 3, [len(each) for each in rows])
        self.assertEqual(3 * ROWS, len({row.split(",")[0] for each in rows for row in each}))
        dates = [{row.split(",")[8].split(" ")[0] for row in each} for each in rows]
        self.assertEqual([{"2022-01-01"}, {"2022-01-02"}, {"2022-01-02"}], dates)


class DailyLogTest(unittest.TestCase):
    """Day after day a file of rows, a row of the ledger, and sums that are computed anew."""

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_writes_one_batch_as_a_batch_a_day(self) -> None:
        real, made, ledger = (self.folder / name for name in ("real", "made", "ledger"))
        for day in range(1, 6):
            self.publish(real, [day], run_id=f"day-{day:04}")
        self.publish(made, range(1, 6), run_id="at-once")
        for day in range(1, 6):
            (ledger / f"day={day}").mkdir(parents=True)
            (ledger / f"day={day}" / "part.parquet").write_text("row")
            (ledger / f"day={day}" / ".part.parquet.crc").write_text("sum")
        DailyLog(made, real, ledger, 5).write()

        notes = [self.notes(pipeline) for pipeline in (real, made)]
        self.assertEqual(*notes)
        days = [published_days(pipeline) for pipeline in (real, made)]
        self.assertEqual(*([self.said(day) for day in each] for each in days))
        self.assertEqual(
            [f"noon-transform-day-{day:04}.json" for day in range(1, 6)],
            sorted(file.name for file in (made / "runs").iterdir()),
        )
        tables = made / "tables"
        rows = live_files(tables / "transformed_transactions")
        self.assertEqual({file: 10 for file in rows if file.exists()}, rows)
        self.assertEqual(5, len(rows))
        self.assertEqual([1] * 5, list(live_files(tables / "files").values()))
        self.assertEqual(set(live_files(tables / "files")), set(tables.glob("files/*.parquet")))
        self.assertEqual({tables / "sums" / "sums-1-5": 50}, live_files(tables / "sums"))
        self.assertEqual({tables / "receipts" / "none-at-once": 0}, live_files(tables / "receipts"))

    def test_restores_without_copying_what_never_changes(self) -> None:
        kept = self.folder / "kept"
        self.publish(kept, [1], run_id="day-0001")
        before = fingerprint(kept)
        restore(kept, self.folder / "run")
        record, commit = "changes/000001.json", "tables/files/_delta_log/00000000000000000000.json"
        self.assertTrue((kept / record).samefile(self.folder / "run" / record))
        (self.folder / "run" / commit).write_text("other")
        self.assertEqual(before, fingerprint(kept))

    def publish(self, pipeline: Path, days: range | list[int], run_id: str) -> None:
        """What a transform and an aggregate leave."""
        for name in ("archive", "batches", "changes", "checkpoints", "runs"):
            (pipeline / name).mkdir(parents=True, exist_ok=True)
        version = len(list((pipeline / "batches").iterdir()))
        names = [{"path": name_of(day), "size": day, "modified_at": LANDED[day]} for day in days]
        note = {"batch": version + 1, "run_id": run_id, "files": names}
        (pipeline / "batches" / f"{version + 1:06}.json").write_text(json.dumps(note))
        (pipeline / "runs" / f"noon-transform-{run_id}.json").write_text(run_id)
        dates = [date_of(day) for day in days]
        rows = [self.add(f"{DATE}={date}/rows", 10, {DATE: date}) for date in dates]
        folder = pipeline / "tables" / "transformed_transactions"
        for file in rows:
            (folder / file["add"]["path"]).parent.mkdir(parents=True, exist_ok=True)
            (folder / file["add"]["path"]).touch()
        ledger = [self.add(f"ledger-{version}", len(dates))]
        tables = {"transformed_transactions": rows, "files": ledger}
        newest = "2026-11-21T17:14:00.250Z" if days[-1] in (3, 4) else LANDED[days[-1]]
        state = {"standing": {"newest_file_at": newest}}
        self.write(pipeline, 2 * version + 1, "batch", run_id, version, tables, state)
        sums = [self.add(f"sums-{days[0]}-{days[-1]}", 10 * len(dates))]
        if version > 0:
            sums.insert(0, {"remove": {"path": f"sums-{days[0] - 1}-{days[-1] - 1}"}})
        receipts = {"receipts": [self.add(f"none-{run_id}", 0)]} if version == 0 else {}
        tables = {"sums": sums} | receipts
        self.write(pipeline, 2 * version + 2, "aggregate", run_id, version, tables, state)

    def write(
        self,
        pipeline: Path,
        number: int,
        kind: str,
        run_id: str,
        version: int,
        tables: dict,
        state: dict,
    ) -> None:
        head = [{"commitInfo": {"userMetadata": f"sluice change {number}"}}]
        described = {
            relation: {"base_version": version - 1, "version": version, "actions": actions}
            for relation, actions in tables.items()
        }
        record = {"number": number, "kind": kind, "run_id": run_id, "tables": described}
        record["state"] = state
        commits = {relation: head + actions for relation, actions in tables.items()}
        write(pipeline, Published(record, commits))

    def add(self, path: str, rows: int, values: dict | None = None) -> dict:
        numbers = {"size": 3, "modificationTime": 1_795_269_622_134}
        stats = json.dumps({"numRecords": rows})
        return {"add": {"path": path, "partitionValues": values or {}, "stats": stats} | numbers}

    def notes(self, pipeline: Path) -> list[dict]:
        return [json.loads(note.read_text()) for note in sorted((pipeline / "batches").iterdir())]

    def said(self, day: list[Published]) -> list[object]:
        """All but how many bytes and which files."""
        said: list[object] = []
        for published in day:
            tables = published.record["tables"]
            versions = {name: (one["base_version"], one["version"]) for name, one in tables.items()}
            kinds = {
                name: [list(line) for line in commit] for name, commit in published.commits.items()
            }
            heads = [commit[0] for commit in published.commits.values()]
            said.append([published.record | {"tables": versions}, kinds, heads])
        return said
