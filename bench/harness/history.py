"""A pipeline with many published days, made in minutes.

It is what as many runs of transform and aggregate would have left, by a shorter way. The rows of
all days are taken in at once, by one real run of each. Then the log is written anew, as if every
day had been a batch of its own, with the aggregations brought up to date after it. The last day is
published by real runs again.

What differs from as many real runs: the aggregations are laid out as a first computation does it.
Of files that later versions have replaced, and of the archive, nothing is there. Of Delta's
checkpoints there are the last ones. The streams' checkpoints know all earlier files from one
micro-batch.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .daily_log import LEDGER, DailyLog
from .days import FIRST, day_files
from .sluice import PIPELINE, finish, of_pipeline
from .spark import Spark
from .transactions import land

RUN_ID = "day-%04d"


@dataclass(frozen=True)
class Maker:
    """Makes histories in one folder; checkpoints hold whole paths, so they are used there too.

    `sql` has the pipeline's folder, `jar` the classes of bench/histories; `inputs` is where landed
    files are kept.
    """

    spark: Spark
    sql: Path
    jar: Path
    inputs: Path
    folder: Path

    @property
    def pipeline(self) -> Path:
        return self.folder / PIPELINE

    def publish(self, day: int) -> None:
        """One more day, by the runs that every day has."""
        land(day_files(self.inputs, [day]), self.pipeline / "landing")
        for name in ("transform", "aggregate"):
            self._run(f"day {day:,}", name, "--run-id", RUN_ID % day)

    def publish_all(self, days: int, sample: Path) -> None:
        """A history of that many days, where nothing is yet; `sample` is one of a few real days."""
        self._publish_at_once(days - 1)
        ledger = self._split_ledger()
        DailyLog(self.pipeline, sample, ledger, days - 1).write()
        shutil.rmtree(ledger)
        self._submit("histories.Checkpoints", sorted((self.pipeline / "tables").iterdir()))
        self.publish(days)

    def _publish_at_once(self, days: int) -> None:
        land(day_files(self.inputs, range(1, days + 1)), self.pipeline / "landing")
        self._run(f"{days:,} days", "transform", "--files-per-batch", str(days))
        self._run(f"{days:,} days", "aggregate")

    def _split_ledger(self) -> Path:
        split = self.folder / "ledger"
        ledger = self.pipeline / "tables" / LEDGER
        self._submit("histories.DailyLedger", [ledger, FIRST.isoformat(), RUN_ID, split])
        return split

    def _run(self, what: str, name: str, *options: str) -> None:
        job = of_pipeline(self.spark, self.folder, self.sql, PIPELINE, name, *options)
        finish(job, f"{what}: {name}")

    def _submit(self, main: str, arguments: Sequence[Path | str]) -> None:
        finish(self.spark.submit(self.jar, main, arguments), main)
