"""Runs that stand still, as whole processes: with the lease, and where no lock is shared."""

import shutil
import socket
import tempfile
import unittest
from collections.abc import Callable
from pathlib import Path

import pytest

from crashtest.checks import Landed, Verification
from crashtest.feed import Mix
from crashtest.jobs import PIPELINE, Jobs, Run, Started
from crashtest.lengths import Lengths
from crashtest.pipeline import PipelineData
from crashtest.rounds import Round

SEED = "frozen"
FILES = 5
BACKFILL = "backfill --from 2024-03-01 --to 2024-03-03 --reason again"
REJECT = "files reject 0000.csv --reason junk"
WRITERS = [
    "transform",
    "aggregate",
    "run",
    BACKFILL,
    BACKFILL.replace("--reason again", "--plan"),
    "maintain",
    "doctor",
    "doctor --repair",
    REJECT,
    "files retry --all",
    "files accept 0000.csv --missing --reason junk",
    "quarantine replay --reason again",
    "quarantine discard --all --reason junk",
]
DONE, BUSY = 0, 4
STAGES = ["landed", "transformed", "aggregated"]
TRIES = 10
"""A poll may come too late for a short phase; then the same is tried anew."""


@pytest.mark.long
class FrozenTest(unittest.TestCase):
    folder: Path
    sql: Path
    landed: Landed

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name).resolve()
        prepared = Round(cls.folder / "round", SEED, Mix(), Lengths(), say=lambda _: None)
        while len(prepared.landed) < FILES:
            prepared.land()
        cls.landed = prepared.landed
        cls.sql = cls.folder / "round" / "sql"
        for stage, job in zip(STAGES, [None, "transform", "aggregate"], strict=True):
            run = prepared.jobs.run(job, stage) if job else None
            if run and run.exit_code != DONE:
                raise AssertionError(run.stdout + run.stderr)
            shutil.copytree(prepared.data.root, cls.folder / stage)

    def setUp(self) -> None:
        self.runs = 0
        self.at("aggregated")

    def test_a_frozen_run_keeps_every_writer_out_and_says_how_to_end_it(self) -> None:
        self.at("landed")
        holder = self.frozen("transform", self.data.notes)
        for writer in WRITERS:
            with self.subTest(writer):
                self.refused(writer, holder, "transform")
        self.assertEqual([], self.data.changes())
        holder.thaw()
        self.assertEqual(DONE, holder.ended().exit_code)
        self.recovers()

    def test_every_writer_holds_the_lease_and_a_killed_one_blocks_nobody(self) -> None:
        for writer in WRITERS:
            with self.subTest(writer):
                self.at("aggregated")
                holder = self.holding(writer)
                held_by = "transform" if writer == "run" else writer.split()[0]
                self.refused("aggregate", holder, held_by)
                holder.kill()
                self.ends(DONE, "aggregate")

    def test_a_second_generate_is_refused_and_a_transform_is_not(self) -> None:
        lease = self.data.root / "leases" / "generate.json"
        holder = self.frozen("generate --rows 10", lease.exists)
        self.refused("generate --rows 10", holder, "generate", lease="generate")
        self.ends(DONE, "transform")
        holder.thaw()
        self.assertEqual(DONE, holder.ended().exit_code)

    def test_a_second_run_waits_for_one_that_goes_on_again(self) -> None:
        holders = [("aggregated", BACKFILL), ("transformed", "aggregate")]
        for stage, job in holders:
            with self.subTest(job):
                self.at(stage)
                holder = self.frozen(job, self.new_data_file())
                self.refused("transform", holder, job.split()[0])
                waiting = self.start("maintain --wait '10 minutes'")
                while "Waiting for the writer lease" not in waiting.stderr:
                    self.assertFalse(waiting.has_ended_within(0.05), waiting.stderr)
                holder.thaw()
                self.assertEqual(DONE, holder.ended().exit_code, holder.stderr)
                self.assertEqual(DONE, waiting.ended().exit_code, waiting.stderr)
                self.recovers()

    def test_a_run_that_is_overtaken_before_its_record_publishes_nothing(self) -> None:
        moments = [
            ("landed", "transform", "data files written"),
            ("aggregated", BACKFILL, "data files written"),
            ("transformed", "aggregate", "data files written"),
            ("landed", "transform", "noted"),
            ("landed", "transform", "said what it would do"),
        ]
        for stage, job, when in moments:
            with self.subTest(job, when=when):
                self.until_hit(self.overtaken_before_its_record, stage, job, when)

    def overtaken_before_its_record(self, stage: str, job: str, when: str) -> bool:
        self.at(stage)
        changes = len(self.data.changes())
        first = self.start(job)
        moment = {
            "said what it would do": lambda: first.stdout,
            "noted": self.data.open_notes,
            "data files written": self.new_data_file(),
        }[when]
        if not first.freeze_when(moment) or len(self.data.changes()) > changes:
            first.kill()
            return False
        self.overtake(job)
        published = self.committed()
        first.thaw()
        run = first.ended()
        self.assertEqual(BUSY, run.exit_code, run.stdout + run.stderr)
        self.assertRegex(run.stdout.splitlines()[-1], "another run (overtook|has written)")
        self.assertEqual(published, self.committed())
        self.recovers()
        return True

    def test_what_an_overtaken_run_had_recorded_is_published_once(self) -> None:
        recorded = [("landed", "transform"), ("transformed", "aggregate"), ("aggregated", BACKFILL)]
        for stage, job in recorded:
            with self.subTest(job):
                self.until_hit(self.overtaken_after_its_record, stage, job)

    def overtaken_after_its_record(self, stage: str, job: str) -> bool:
        self.at(stage)
        record = self.data.root / "changes" / f"{len(self.data.changes()) + 1:06}.json"
        first = self.start(job)
        if not first.freeze_when(record.exists) or not self.data.unapplied():
            first.kill()
            return False
        self.overtake(job)
        first.thaw()
        run = first.ended()
        self.assertEqual(DONE, run.exit_code, run.stdout + run.stderr)
        self.recovers()
        return True

    def overtake(self, job: str) -> None:
        """Does all there is to do; the lock that the first run holds is another file's now."""
        shutil.move(self.data.root / "leases", self.data.root.with_name("leases-of-the-first"))
        for each in dict.fromkeys(["transform", job, "aggregate"]):
            self.ends(DONE, each)

    def until_hit(self, attempt: Callable[..., bool], *what: str) -> None:
        for _ in range(TRIES):
            if attempt(*what):
                return
        self.fail(f"{TRIES} times too late")

    def at(self, stage: str) -> None:
        """An own copy of the pipeline as it was then."""
        own = Path(tempfile.mkdtemp(dir=self.folder))
        self.addCleanup(shutil.rmtree, own)
        self.data = PipelineData(own / PIPELINE)
        shutil.copytree(self.folder / stage, self.data.root)
        (own / "logs").mkdir()
        self.jobs = Jobs(own, self.sql, own / "logs")

    def start(self, job: str) -> Started:
        self.runs += 1
        self.run_id = f"run-{self.runs:03}"
        started = self.jobs.start(job, self.run_id)
        self.addCleanup(started.kill)
        return started

    def frozen(self, job: str, moment: Callable[[], object]) -> Started:
        started = self.start(job)
        self.assertTrue(started.freeze_when(moment), started.stderr)
        return started

    def holding(self, job: str) -> Started:
        """The job, frozen while it holds the lease; a short one may end before."""
        for _ in range(TRIES):
            started = self.start(job)
            held = started.freeze_when(lambda: self.data.lease_holder() == self.run_id)
            if held and self.data.lease_holder() == started.run_id:
                return started
            started.kill()
        return self.fail(f"{TRIES} times too late")

    def refused(self, job: str, holder: Started, held_by: str, lease: str = "writer") -> None:
        refused = self.ends(BUSY, job)
        last = refused.stdout.splitlines()[-1]
        self.assertRegex(
            last,
            rf"^BUSY \S+ transactions: (transform: )?Cannot start \S+: run {holder.run_id} "
            rf"\({held_by}, process {holder.pid} on {socket.gethostname()}, "
            rf"since \d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\dZ\) holds the {lease} lease, and its process "
            rf"is stopped; end it with kill -9 {holder.pid}, which loses nothing, or let it go on "
            rf"with kill -CONT {holder.pid}; next: kill -9 {holder.pid}, then rerun",
        )

    def ends(self, exit_code: int, job: str) -> Run:
        run = self.start(job).ended()
        self.assertEqual(exit_code, run.exit_code, run.stdout + run.stderr)
        return run

    def recovers(self) -> None:
        """One run of each job is enough, and everything is as the oracle says."""
        for job in ("transform", "aggregate"):
            self.ends(DONE, job)
            self.assertRegex(self.ends(DONE, job).verdict, "^NO-OP ")
        look = Verification(self.data, self.landed)
        look.verify()
        self.assertEqual([], look.findings)

    def new_data_file(self) -> Callable[[], object]:
        before = set(self.data.tables.rglob("*.parquet"))
        return lambda: set(self.data.tables.rglob("*.parquet")) - before

    def committed(self) -> dict[str, tuple[int, int]]:
        """All that is published, by name, size and time."""
        return {
            path: file
            for path, file in self.data.content().items()
            if path.startswith(("batches/0", "changes/0", "archive/", "landing/"))
            or ("/_delta_log/0" in path and path.endswith(".json"))
        }
