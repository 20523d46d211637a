"""Pipelines with many days to start from, made at first use and kept."""

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

from .daily_log import SAMPLE
from .days import day_files, late_file
from .history import Maker
from .likeness import require_like_real
from .process import Command
from .scenes import restore
from .sluice import PIPELINE, finish, of_pipeline
from .spark import Spark
from .transactions import land

# Taking in a thousand days at once is no everyday run.
MAKING_MEMORY = "6g"
# A made history of so many days is compared with a real one. In one more than the sample the log
# has been made to go on; the last is real in both.
COMPARED_DAYS = SAMPLE + 2
EMPTY = 0


class Histories:
    """What is kept of each, by its number of days; the empty one has none.

    They are made in `run`, and have to be restored there, because checkpoints hold whole paths.
    """

    def __init__(self, spark: Spark, work: Path, inputs: Path) -> None:
        self.spark = spark
        self.run = work / "run"
        self.inputs = inputs
        self.kept = work / "kept"
        self.sql = _with_windows(spark.checkout, work / "sql")
        jar = spark.compile(spark.checkout / "bench" / "histories", work / "classes")
        # As it is now: a change while they are being made must not throw away what is made.
        self._code = {"code": _code(spark), "folder": str(self.run)}
        self._maker = Maker(replace(spark, memory=MAKING_MEMORY), self.sql, jar, inputs, self.run)

    def job(self, data: Path, name: str, *options: str) -> Command:
        """A job of the pipeline that the histories are of."""
        return of_pipeline(self.spark, data, self.sql, PIPELINE, name, *options)

    def published(self, days: int) -> Path:
        """Everything is up to date."""
        return self.kept / f"{days}-published"

    def with_new_day(self, days: int) -> Path:
        """Transform has taken in one more day, aggregate has not run yet."""
        return self._made_from(days, f"{days}-new-day", self.new_day(days))

    def with_late_file(self, days: int) -> Path:
        """The same with a file that came late."""
        return self._made_from(days, f"{days}-late-file", self.late(days))

    def new_day(self, days: int) -> Path:
        """The file of the next day."""
        (file,) = day_files(self.inputs, [days + 1])
        return file

    def late(self, days: int) -> Path:
        """A file of a day in the middle."""
        return late_file(self.inputs, days // 2)

    def make(self, days: int) -> None:
        """Makes what isn't there yet. What other code has made is not used."""
        self._require_same_code()
        if not self.published(days).exists():
            print(f"preparing: a history of {days:,} days ...", flush=True)
            self._clear()
            if days != EMPTY:
                self._maker.publish_all(days, self.kept / "sample" / PIPELINE)
            self.run.rename(self.published(days))

    def _made_from(self, days: int, name: str, file: Path) -> Path:
        kept = self.kept / name
        if not kept.exists():
            self._clear()
            restore(self.published(days), self.run)
            land([file], self.run / PIPELINE / "landing")
            finish(self.job(self.run, "transform"), f"{name}: transform")
            self.run.rename(kept)
        return kept

    def _require_same_code(self) -> None:
        made_by = self.kept / "made-by.json"
        if not (made_by.exists() and json.loads(made_by.read_text()) == self._code):
            shutil.rmtree(self.kept, ignore_errors=True)
            self.kept.mkdir(parents=True)
            self._make_sample()
            made_by.write_text(json.dumps(self._code))

    def _make_sample(self) -> None:
        """Real days, and as many made ones to compare with them."""
        print(f"preparing: {COMPARED_DAYS} real days ...", flush=True)
        self._clear()
        for day in range(1, COMPARED_DAYS + 1):
            self._maker.publish(day)
            if day == SAMPLE:
                shutil.copytree(self.run, self.kept / "sample")
        self._pass_quality()
        real = self.kept / "real"
        self.run.rename(real)
        print(f"preparing: a history of {COMPARED_DAYS} days, to compare with ...", flush=True)
        self._clear()
        self._maker.publish_all(COMPARED_DAYS, self.kept / "sample" / PIPELINE)
        self._pass_quality()
        require_like_real(self.spark.checkout, real / PIPELINE, self.run / PIPELINE)
        print("the made history is like the real one: yes", flush=True)

    def _pass_quality(self) -> None:
        finish(self.job(self.run, "quality"), "quality")

    def _clear(self) -> None:
        shutil.rmtree(self.run, ignore_errors=True)
        self.run.mkdir(parents=True)


def _with_windows(checkout: Path, sql: Path) -> Path:
    """The transactions pipeline, with time windows and sessions among its aggregations."""
    shutil.rmtree(sql, ignore_errors=True)
    shutil.copytree(checkout / "sql" / PIPELINE, sql / PIPELINE)
    for file in (checkout / "bench" / "histories" / "aggregations").iterdir():
        shutil.copy(file, sql / PIPELINE / "aggregations")
    return sql


def _code(spark: Spark) -> str:
    """Of everything that has a say in what a history looks like."""
    digest = hashlib.sha256(spark.jar.read_bytes())
    for folder in ("bench/harness", "bench/histories", "sql"):
        for file in sorted((spark.checkout / folder).rglob("*.*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.read_bytes())
    return digest.hexdigest()
