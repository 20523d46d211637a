"""An init that is killed, as a whole process: all of a pipeline's folder is there, or nothing."""

import re
import shutil
import tempfile
import unittest
from pathlib import Path

from crashtest.jobs import Jobs, Run, Started

NAME = "orders"
NO_DATA = "no-data"
SAMPLE = """order_id,ordered_at,amount
a1,2026-11-20 09:00:00,3.50
a2,2026-11-21 10:30:00,4.25
"""
DONE, INVALID = 0, 2
TRIES = 10
"""A poll may come too late for a short phase; then the same is tried again."""


class KilledInitTest(unittest.TestCase):
    folder: Path
    whole: dict[str, str]
    """The files of a folder whose init nobody disturbed."""
    order: list[str]
    """The same files, first to last as they are written."""

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name).resolve()
        (cls.folder / "sample.csv").write_text(SAMPLE)
        sql = cls.folder / "undisturbed"
        run = start(cls.folder, sql).ended()
        cls.whole = files(sql / NAME)
        cls.order = re.findall(r"^  (\S+/\S+|\S+\.\S+)$", run.stdout, re.MULTILINE)
        if sorted(cls.order) != sorted(cls.whole):
            raise AssertionError(f"{sorted(cls.whole)} are there\n{run.stdout}{run.stderr}")

    def setUp(self) -> None:
        self.sql = self.folder / self.id()
        self.sql.mkdir()

    def test_a_kill_before_the_rename_leaves_none_of_it_and_the_next_init_makes_all(self) -> None:
        for written in ("", self.order[0], self.order[-1]):
            with self.subTest("killed once it has written", file=written):
                self.until_hit(written)
                self.assertEqual([], self.visible())

        run = self.init()
        self.assertEqual(DONE, run.exit_code, run.stdout + run.stderr)
        self.assertEqual(self.whole, files(self.sql / NAME))
        self.assertEqual([NAME], self.visible())
        self.assertFalse((self.folder / NO_DATA).exists())

    def test_a_kill_after_the_rename_leaves_all_of_it_and_the_next_init_is_refused(self) -> None:
        made = self.sql / NAME
        self.start().kill_when(made.exists)
        self.assertEqual(self.whole, files(made))
        self.assertEqual([NAME], self.visible())

        run = self.init()
        self.assertEqual(INVALID, run.exit_code, run.stdout + run.stderr)
        self.assertIn(f"there is {made} already, and init changes nothing that is", run.stdout)
        self.assertEqual(self.whole, files(made))

    def until_hit(self, written: str) -> None:
        for _ in range(TRIES):
            if self.is_killed_before_the_rename(written):
                return
        self.fail(f"{TRIES} times too late")

    def is_killed_before_the_rename(self, written: str) -> bool:
        before = self.unfinished()
        started = self.start()
        started.kill_when(
            lambda: any((new / NAME / written).exists() for new in self.unfinished() - before)
        )
        if not (self.sql / NAME).exists():
            self.assertTrue(
                any((new / NAME / written).exists() for new in self.unfinished() - before),
                started.stdout + started.stderr,
            )
            return True
        self.assertEqual(self.whole, files(self.sql / NAME))
        shutil.rmtree(self.sql / NAME)
        return False

    def unfinished(self) -> set[Path]:
        return set(self.sql.glob(f".init-{NAME}-*"))

    def visible(self) -> list[str]:
        """Neither jobs nor Airflow look at hidden folders."""
        return [each.name for each in self.sql.iterdir() if not each.name.startswith(".")]

    def init(self) -> Run:
        return self.start().ended()

    def start(self) -> Started:
        started = start(self.folder, self.sql)
        self.addCleanup(started.kill)
        return started


def start(folder: Path, sql: Path) -> Started:
    """Starts an init that makes a pipeline in a folder; it needs no data."""
    logs = Path(tempfile.mkdtemp(dir=folder))
    jobs = Jobs(folder / NO_DATA, sql, logs, NAME)
    return jobs.start(f"init --from '{folder / 'sample.csv'}'", "init")


def files(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): file.read_text()
        for file in folder.rglob("*")
        if file.is_file()
    }


if __name__ == "__main__":
    unittest.main()
