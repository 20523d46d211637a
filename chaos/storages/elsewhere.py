"""A pipeline whose data is on a file system that isn't the local one."""

import itertools
import shutil
import tempfile
import unittest
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Protocol

from crashtest.checks import Verification
from crashtest.feed import Feed, Mix
from crashtest.jobs import PIPELINE, Jobs, Run, Started
from crashtest.pipeline import Delivery, PipelineData
from crashtest.rounds import small_batches

DONE, INVALID, BUSY = 0, 2, 4


class FileSystem(Protocol):
    root: str

    def put(self, files: Sequence[Path], folder: str) -> None: ...

    def get(self, folder: str, to: Path) -> None: ...


class Elsewhere:
    """Each has a data folder of its own. Files land there, jobs run, and all is fetched to look."""

    names = itertools.count(1)

    def __init__(self, test: unittest.TestCase, files: FileSystem, **environment: str) -> None:
        self.test = test
        self.files = files
        self.folder = Path(tempfile.mkdtemp())
        test.addCleanup(shutil.rmtree, self.folder)
        for made in ("raw", "logs"):
            (self.folder / made).mkdir()
        self.home = f"/data-{next(self.names)}"
        self.feed = Feed(Random(self.home), Mix(), prefix="t")
        sql = small_batches(self.folder / "sql")
        self.jobs = Jobs(files.root + self.home, sql, self.folder / "logs", **environment)
        self.landed: dict[Delivery, Path] = {}
        self.runs = 0

    def land(self, count: int) -> list[Path]:
        """Lands so many files, good and bad rows in them."""
        raws = []
        for _ in range(count):
            raw = self.folder / "raw" / f"{len(list((self.folder / 'raw').iterdir())):04}.csv"
            raw.write_bytes(self.feed.file())
            raws.append(raw)
        self.files.put(raws, f"{self.home}/{PIPELINE}/landing")
        return raws

    def start(self, job: str) -> Started:
        self.runs += 1
        started = self.jobs.start(job, f"run-{self.runs:03}")
        self.test.addCleanup(started.kill)
        return started

    def ends(self, exit_code: int, job: str) -> Run:
        run = self.start(job).ended()
        self.test.assertEqual(exit_code, run.exit_code, run.stdout + run.stderr)
        return run

    def fetched(self) -> PipelineData:
        """The pipeline's folder as it is now."""
        copy = self.folder / f"fetched-{self.runs}" / PIPELINE
        self.files.get(f"{self.home}/{PIPELINE}", copy)
        return PipelineData(copy)

    def is_as_the_oracle_says(self) -> None:
        """Every file and every row, after transform and aggregate have ended."""
        look = Verification(self.fetched(), self.landed)
        look.verify()
        self.test.assertEqual([], look.findings)
