"""One round: an empty pipeline, files that land, kills, and a look at everything in between."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from .checks import Verification, delivery_of
from .feed import Feed, Mix
from .jobs import CHECKOUT, PIPELINE, Jobs, Run
from .lengths import Lengths
from .metrics import GRAINS
from .phases import phase_of
from .pipeline import Delivery, PipelineData

KILLS_BETWEEN_CHECKS = 10
FILES_PER_BATCH = 2
# Killed most often is what has most to lose.
KILLED_JOBS = ["transform"] * 7 + ["aggregate"] * 2 + ["run"]
DONE, GATE_SAID_NO = 0, 3


class TortureError(Exception):
    """Something that must never happen has happened; the message says what."""


@dataclass
class Tally:
    """What was done, for progress and summary."""

    kills: int = 0
    phases: dict[str, int] = field(default_factory=dict)
    ended_before_the_kill: int = 0
    looks: int = 0
    files: int = 0
    records: int = 0

    def add(self, other: "Tally") -> None:
        self.kills += other.kills
        for phase, kills in other.phases.items():
            self.phases[phase] = self.phases.get(phase, 0) + kills
        self.ended_before_the_kill += other.ended_before_the_kill
        self.looks += other.looks
        self.files += other.files
        self.records += other.records


class Round:
    """Works in a folder of its own, which it makes anew; the same seed lands the same files."""

    def __init__(
        self,
        folder: Path,
        seed: str,
        mix: Mix,
        lengths: Lengths,
        say: Callable[[str], None],
    ) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        self.raw = folder / "raw"
        self.logs = folder / "logs"
        for made in (self.raw, self.logs):
            made.mkdir(parents=True)
        self.random = Random(seed)
        self.feed = Feed(Random(seed + "/feed"), mix, prefix="t")
        self.lengths = lengths
        self.say = say
        self.jobs = Jobs(folder / "data", small_batches(folder / "sql"), self.logs)
        self.data = PipelineData(folder / "data" / PIPELINE)
        self.data.landing.mkdir(parents=True)
        self.landed: dict[Delivery, Path] = {}
        self.runs = 0
        self.tally = Tally()

    def kill_jobs(self, kills: int) -> Tally:
        while self.tally.kills < kills:
            until = min(kills, self.tally.kills + KILLS_BETWEEN_CHECKS)
            while self.tally.kills < until:
                self._start_and_kill()
            self._recover(["run"] if until == kills else ["transform", "aggregate"])
        self._require_nothing_to_do()
        return self.tally

    def calibrate(self) -> None:
        """Measures the jobs that write, once each, on files of this round."""
        self.land()
        for job in ("transform", "aggregate"):
            run = self._ended(self.jobs.run(job, self._run_id()))
            self.lengths.add(job, run.seconds)

    def _start_and_kill(self) -> None:
        job = self.random.choice(KILLED_JOBS)
        if job == "aggregate" and not self.data.has_stale_aggregations(list(GRAINS)):
            job = "transform"
        if job != "aggregate" and (not self.data.has_work() or self.random.random() < 0.3):
            self.land()
        strays = self.data.strays()
        after = self.lengths.moment(job, self.random)
        run = self.jobs.run_and_kill(job, self._run_id(), after)
        if run.was_killed:
            phase = phase_of(run, self.data, strays)
            self.tally.add(Tally(kills=1, phases={f"{job}: {phase}": 1}))
            self.say(f"killed {job} after {run.seconds:.1f} s: {phase}")
        else:
            self._ended(run)
            self.tally.ended_before_the_kill += 1

    def _recover(self, jobs: list[str]) -> None:
        """One undisturbed run of each job must be enough."""
        for job in jobs:
            self._ended(self.jobs.run(job, self._run_id()))
        look = Verification(self.data, self.landed)
        checked = look.verify()
        if look.findings:
            raise TortureError("\n".join(look.findings))
        self.tally.looks += 1
        self.tally.files, self.tally.records = checked.files, checked.records
        self.say(f"{checked.files} files, {checked.records} records: all as expected")

    def _require_nothing_to_do(self) -> None:
        before = self.data.content()
        for job in ("transform", "aggregate"):
            run = self._ended(self.jobs.run(job, self._run_id()))
            if not run.verdict.startswith("NO-OP"):
                raise TortureError(f"{job} had nothing to do and said: {run.verdict}")
        if self.data.content() != before:
            raise TortureError("runs that had nothing to do have changed files")

    def _ended(self, run: Run) -> Run:
        """A run that isn't killed ends well; only a rejected file may make the checks say no."""
        refused = run.job == "run" and self.data.failed_checks(run.run_id) == ["rejected_files"]
        if run.exit_code != (GATE_SAID_NO if refused else DONE):
            raise TortureError(
                f"{run.job} ended with {run.exit_code}, see logs/{run.run_id}.err in the round\n"
                f"{run.stdout}"
            )
        reported = self.data.reported_exit_codes(run.job, run.run_id)
        if reported != [run.exit_code]:
            raise TortureError(
                f"{run.job} {run.run_id} ended with {run.exit_code}, its reports say {reported}"
            )
        if not run.verdict.startswith("NO-OP"):
            self.lengths.add(run.job, run.seconds)
        return run

    def land(self) -> None:
        """Lands files as producers should: under a hidden name first, then renamed."""
        for number in range(self.random.randint(1, 3)):
            name = f"{len(self.landed):04}.csv"
            if number == 0 and self.landed and self.random.random() < 0.2:
                name = self.random.choice(list(self.landed)).path
            if not (self.data.landing / name).exists():
                self.land_file(name, self.feed.file())

    def land_file(self, name: str, content: bytes) -> None:
        part = self.data.landing / f".{name}"
        part.write_bytes(content)
        raw = self.raw / f"{len(self.landed):04}-{name}"
        shutil.copy2(part, raw)
        delivery = delivery_of(part)
        part.rename(self.data.landing / name)
        self.landed[Delivery(name, delivery.size, delivery.modified_at)] = raw

    def _run_id(self) -> str:
        self.runs += 1
        return f"run-{self.runs:03}"


def small_batches(folder: Path) -> Path:
    """The pipeline as it is, but for small batches and a gate that lets every batch through."""
    shutil.copytree(CHECKOUT / "sql" / PIPELINE, folder / PIPELINE)
    yaml = folder / PIPELINE / "pipeline.yaml"
    lines = [line for line in yaml.read_text().splitlines() if not line.startswith("gate:")]
    lines.insert(lines.index("source:") + 1, f"  files-per-batch: {FILES_PER_BATCH}")
    yaml.write_text("\n".join([*lines, "gate: {max-quarantined-ratio: 1.0}", ""]))
    return folder
