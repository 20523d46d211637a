"""Jobs as whole processes on HDFS: killed, at the same time, and with rows that are set aside."""

import subprocess
import tempfile
import unittest
from pathlib import Path

import pytest

from crashtest.checks import delivery_of
from crashtest.jobs import CHECKOUT
from storages.elsewhere import BUSY, DONE, Elsewhere
from storages.hdfs import Hdfs
from storages.programs import java

CREATIONS = CHECKOUT / "chaos" / "storages" / "Creations.java"
JAR = CHECKOUT / "jobs" / "target" / "sluice-jobs.jar"
KILLED_AFTER_SECONDS = [5, 9, 13, 17]
RACES = 20
KILLED_WRITERS = 10
RECORD_BYTES = 1_000_000


@pytest.mark.long
class HdfsTest(unittest.TestCase):
    folder: Path
    hdfs: Hdfs

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name).resolve()
        cls.hdfs = Hdfs(cls.folder)
        cls.addClassCleanup(cls.hdfs.stop)

    def setUp(self) -> None:
        self.data = Elsewhere(self, self.hdfs)

    def test_killed_runs_are_finished_and_every_table_is_as_it_should_be(self) -> None:
        self.land(3)
        for seconds in KILLED_AFTER_SECONDS:
            self.data.start("transform").ended(seconds)
        self.data.ends(DONE, "transform")
        self.data.start("aggregate").ended(KILLED_AFTER_SECONDS[2])
        self.data.ends(DONE, "aggregate")
        self.data.is_as_the_oracle_says()

        self.land(2)
        self.data.ends(DONE, "transform")
        self.data.ends(DONE, "backfill --from 2024-03-01 --to 2024-03-02 --reason again")
        self.data.ends(DONE, "aggregate")
        self.data.ends(DONE, "maintain")
        self.data.is_as_the_oracle_says()

        self.assertRegex(self.data.ends(DONE, "transform").verdict, "^NO-OP ")
        self.assertRegex(self.data.ends(DONE, "status").stdout, "landing +0 files")
        self.data.ends(DONE, "doctor")

    def test_of_two_transforms_at_once_one_publishes_and_the_other_ends_with_4(self) -> None:
        codes = []
        for _ in range(3):
            self.land(1)
            both = [self.data.start("transform") for _ in range(2)]
            runs = [started.ended() for started in both]
            ended = sorted(run.exit_code if run.exit_code is not None else -1 for run in runs)
            # The second may have come when the first was done, and found nothing to do.
            said = "\n".join(run.stdout + run.stderr for run in runs)
            self.assertIn(ended, [[DONE, BUSY], [DONE, DONE]], said)
            codes += ended
        self.assertIn(BUSY, codes)
        self.data.ends(DONE, "transform")
        self.data.ends(DONE, "aggregate")
        self.data.is_as_the_oracle_says()

    def test_of_two_that_create_a_file_at_once_one_succeeds(self) -> None:
        folder = f"{self.hdfs.root}/races"
        command = java([JAR], CREATIONS, "race", folder, str(RACES), "10000")
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        self.assertEqual(["1 created, whole"] * RACES, done.stdout.splitlines())

    def test_a_writer_that_is_killed_leaves_whole_records_alone(self) -> None:
        folder = "/killed"
        for kill in range(KILLED_WRITERS):
            place = f"{self.hdfs.root}{folder}/{kill}"
            command = java([JAR], CREATIONS, "write", place, "1000000", str(RECORD_BYTES))
            writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            self.addCleanup(writer.kill)
            assert writer.stdout
            for _ in range(kill + 1):  # a moment after as many records
                writer.stdout.readline()
            writer.kill()
            writer.wait()
            writer.stdout.close()
        self.hdfs.get(folder, self.folder / "killed")
        records = list((self.folder / "killed").glob("*/*.json"))
        self.assertGreaterEqual(len(records), KILLED_WRITERS)
        self.assertEqual({RECORD_BYTES}, {record.stat().st_size for record in records})

    def land(self, count: int) -> None:
        for raw in self.data.land(count):
            self.data.landed[delivery_of(raw)] = raw
