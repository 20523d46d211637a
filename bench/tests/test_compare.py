"""How sides are run and judged, without Spark."""

import contextlib
import io
import json
import sys
import tempfile
import unittest
from pathlib import Path

from harness.compare import Growth, Limit, Side, judge, ratio, run_in_turns, table
from harness.delta import verify_rows
from harness.process import BenchmarkError, Command, Measurement, measure
from harness.transactions import HEADER, Transactions, land, transactions


def took(*seconds: float) -> list[Measurement]:
    return [Measurement(one, 2_500_000_000, 1_234_000_000) for one in seconds]


class CompareTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_compares_the_runs_of_a_round(self) -> None:
        self.assertEqual(1.5, ratio(took(15, 45, 20), took(10, 30, 20)))

    def test_shows_medians_and_spans(self) -> None:
        self.assertEqual(
            "side             runs  median s     min-max s  peak GB  read MB\n"
            "sluice              3      20.0     15.0-45.0     2.50    1,234",
            table({"sluice": took(15, 45, 20)}),
        )

    def test_holds_up_to_the_limit(self) -> None:
        measurements = {"sluice": took(16), "floor": took(10)}
        limits: list[Limit | Growth] = [
            Limit("clean", "sluice", "floor", 1.6),
            Limit("try", "sluice", "floor", None),
        ]
        self.assertEqual(
            (True, "ratio clean 1.6 limit 1.6\nratio try 1.6 (not judged)\n"),
            self.judged(limits, measurements),
        )
        self.assertEqual(
            (False, "ratio clean 1.6 limit 1.59\n"),
            self.judged([Limit("clean", "sluice", "floor", 1.59)], measurements),
        )

    def test_compares_the_ratios_of_a_small_and_a_large_input(self) -> None:
        small, large = Limit("s", "small", "floor", 2), Limit("l", "large", "big floor", 2)
        measurements = {
            "small": took(12),
            "floor": took(10),
            "large": took(52),
            "big floor": took(40),
        }
        self.assertEqual(
            (True, "ratio growth 0.1 limit 0.1\n"),
            self.judged([Growth("growth", small, large, 0.1)], measurements),
        )

    def test_runs_the_sides_in_turns_in_fresh_folders(self) -> None:
        seen: list[str] = []
        with contextlib.redirect_stdout(io.StringIO()):
            measurements = run_in_turns(
                [self.side("a", seen), self.side("b", seen)], 2, self.folder
            )
        self.assertEqual(["prepare a", "verify a", "prepare b", "verify b"] * 2, seen)
        self.assertEqual({"a": 2, "b": 2}, {name: len(one) for name, one in measurements.items()})

    def test_stops_at_a_side_that_fails(self) -> None:
        failing = "import sys; sys.exit('no memory')"
        log = self.folder / "logs" / "a-1.log"
        with (
            self.assertRaises(BenchmarkError) as raised,
            contextlib.redirect_stdout(io.StringIO()),
        ):
            run_in_turns([self.side("a", [], failing)], 1, self.folder)
        self.assertEqual(
            f"Cannot measure '{sys.executable}': it ended with 1; see {log}, "
            "which ends with\nno memory",
            str(raised.exception),
        )

    def test_counts_what_a_process_reads(self) -> None:
        (self.folder / "file").write_bytes(bytes(50_000_000))
        reading = "import sys; open(sys.argv[1], 'rb').read()"
        command = Command([sys.executable, "-c", reading, self.folder / "file"], {})
        read = measure(command, self.folder / "log").read_bytes
        self.assertTrue(50_000_000 <= read < 60_000_000, read)

    def test_counts_the_rows_of_a_delta_table(self) -> None:
        log = self.folder / "table" / "_delta_log"
        log.mkdir(parents=True)
        adds = [self.add("a", 3), self.add("b", 4)]
        (log / "00000000000000000000.json").write_text("\n".join([*adds, '{"commitInfo": {}}']))
        (log / "00000000000000000001.json").write_text(
            "\n".join(['{"remove": {"path": "a"}}', self.add("c", 1)])
        )
        verify_rows(log.parent, 5)
        with self.assertRaises(BenchmarkError) as raised:
            verify_rows(log.parent, 6_000)
        self.assertEqual(
            f"Cannot compare {log.parent}: it holds 5 rows, not 6,000; the logs of the run say why",
            str(raised.exception),
        )

    def test_makes_the_same_transactions_once(self) -> None:
        made, progress = self.made(100)
        first = [file.read_text() for file in made.files]
        land(made.files, self.folder / "landing")
        made.files[0].unlink()
        self.assertEqual((made, ""), self.made(100))
        self.assertEqual(f"making 100 transactions in {made.files[0].parent} ...\n", progress)
        landed = sorted((self.folder / "landing").iterdir())
        self.assertEqual(first, [file.read_text() for file in landed])
        rows = [line for text in first for line in text.splitlines() if line != HEADER]
        self.assertEqual(100, len({row.split(",")[0] for row in rows}))

    def test_spreads_dirt_evenly(self) -> None:
        clean, _ = self.made(6_400)
        dirty, _ = self.made(6_400, dirty=True)
        self.assertEqual((6_400, 0, 0), (clean.rows, clean.bad, clean.duplicates))
        self.assertEqual((6_400, 64, 32), (dirty.rows, dirty.bad, dirty.duplicates))
        rows = [file.read_text().splitlines()[1:] for file in dirty.files]
        good = {row for file in clean.files for row in file.read_text().splitlines()[1:]}
        self.assertEqual([8] * 8, [sum(row not in good for row in share) for share in rows])
        repeated = [row for share in rows for row in share if row in good]
        self.assertEqual(32, len(repeated) - len(set(repeated)))
        again = [row for share in rows for row in set(share) if share.count(row) == 2]
        self.assertEqual(16, len(again))

    def side(self, name: str, seen: list[str], program: str = "pass") -> Side:
        def prepare(folder: Path) -> Command:
            self.assertEqual([], list(folder.iterdir()))
            (folder / "input").touch()
            seen.append(f"prepare {name}")
            return Command([sys.executable, "-c", program], {})

        def verify(folder: Path) -> None:
            self.assertTrue((folder / "input").exists())
            seen.append(f"verify {name}")

        return Side(name, prepare, verify)

    def made(self, rows: int, *, dirty: bool = False) -> tuple[Transactions, str]:
        with contextlib.redirect_stdout(io.StringIO()) as progress:
            made = transactions(self.folder / "made", rows, dirty=dirty)
        return made, progress.getvalue()

    def judged(self, limits: list[Limit | Growth], measurements: dict) -> tuple[bool, str]:
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            holds = judge(limits, measurements)
        return holds, printed.getvalue()

    def add(self, path: str, rows: int) -> str:
        return json.dumps({"add": {"path": path, "stats": json.dumps({"numRecords": rows})}})
