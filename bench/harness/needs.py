"""Needs of a benchmark: looked for before it measures, each with the command that installs it."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .maven import Jar
from .process import BenchmarkError
from .spark import Spark

# A JVM takes more than its heap.
BYTES_BESIDE_THE_HEAP = 1 << 30
UNITS = {"g": 1 << 30, "m": 1 << 20}


@dataclass(frozen=True)
class Needs:
    """What one benchmark needs; all of it is looked for within a second."""

    spark: Spark
    cores: int
    memory: str
    """The largest heap of any of its processes."""
    work: Path
    disk_bytes: int = 0
    duckdb: bool = False
    psql: bool = False
    jars: Sequence[tuple[Jar, str]] = ()
    """Jars of peers, each with the command that fetches it."""

    def require(self) -> None:
        """Fails with everything that is missing, unless nothing is."""
        missing = [
            *self._missing_programs(),
            *self._missing_jars(),
            *self._missing_machine(),
        ]
        if missing:
            raise BenchmarkError("\n- ".join(["Cannot measure:", *missing]))

    def _missing_programs(self) -> list[str]:
        missing = []
        for part in (self.spark.jar, self.spark.archive):
            if not part.exists():
                missing.append(f"there is no {part}; run 'make build'")
        if self.spark.find_home() is None:
            missing.append(_no_spark(self.spark.checkout))
        tools = [tool for tool in ("javac", "jar") if shutil.which(tool) is None]
        if tools:
            missing.append(f"there is no {' and no '.join(tools)} on the PATH; install JDK 17")
        duckdb = self.spark.checkout / ".venv" / "duckdb"
        if self.duckdb and not (duckdb / "installed.txt").exists():
            missing.append(f"DuckDB is not installed in {duckdb}; run 'make duckdb'")
        if self.psql and shutil.which("psql") is None:
            missing.append("there is no psql on the PATH; install Debian's postgresql-client")
        return missing

    def _missing_jars(self) -> list[str]:
        missing = []
        for jar, command in self.jars:
            file = jar.file(self.work / "jars")
            if file.exists():
                jar.verified(file.parent)
            else:
                missing.append(f"there is no {file}; run '{command}'")
        return missing

    def _missing_machine(self) -> list[str]:
        missing = []
        cores = len(os.sched_getaffinity(0))
        if cores < self.cores:
            missing.append(f"{self.cores} cores are needed, this process has {cores}")
        needed, there = _bytes(self.memory) + BYTES_BESIDE_THE_HEAP, _memory()
        if there < needed:
            missing.append(
                f"{_gigabytes(there)} GB of memory are available, {_gigabytes(needed)} are needed"
            )
        self.work.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self.work).free
        if free < self.disk_bytes:
            missing.append(
                f"{_gigabytes(free)} GB are free in {self.work}, "
                f"{_gigabytes(self.disk_bytes)} are needed"
            )
        return missing


def _no_spark(checkout: Path) -> str:
    if "SPARK_HOME" in os.environ:
        return (
            f"SPARK_HOME is {os.environ['SPARK_HOME']}, which has no bin/spark-submit; set it to a "
            "Spark 3.5 installation, or unset it and run 'make spark'"
        )
    return f"Spark is not installed in {checkout / '.venv' / 'spark'}; run 'make spark'"


def _memory() -> int:
    """Bytes that new processes can have without swapping."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    (available,) = [line.split()[1] for line in lines if line.startswith("MemAvailable:")]
    return int(available) * 1024


def _bytes(memory: str) -> int:
    """As Java writes sizes: 6g."""
    return int(memory[:-1]) * UNITS[memory[-1]]


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:.1f}"
