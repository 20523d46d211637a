"""Benchmarks in checkouts where something is missing: they say so before they measure anything."""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from harness.maven import Jar
from harness.needs import Needs
from harness.process import BenchmarkError
from harness.spark import Spark

CHECKOUT = Path(__file__).resolve().parents[2]
# Looking takes a fraction of a second; the rest is for a busy machine.
MOST_SECONDS = 20
PEER = b"a peer"


class NeedsTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.checkout = Path(folder.name).resolve() / "a checkout"
        self.work = self.checkout / "build" / "bench"
        self.target = self.checkout / "jobs" / "target"
        self.built = [
            f"- there is no {self.target}/sluice-jobs.jar; run 'make build'",
            f"- there is no {self.target}/sluice-jobs.jsa; run 'make build'",
            f"- Spark is not installed in {self.checkout}/.venv/spark; run 'make spark'",
            "- there is no javac and no jar on the PATH; install JDK 17",
        ]
        self.duckdb = (
            f"- DuckDB is not installed in {self.checkout}/.venv/duckdb; run 'make duckdb'"
        )
        hudi = self.work / "jars" / "hudi-spark3.5-bundle_2.12-1.2.0.jar"
        self.hudi = f"- there is no {hudi}; run 'bench/peers --fetch'"

    def test_every_benchmark_names_all_that_is_missing_and_measures_nothing(self) -> None:
        shutil.copytree(CHECKOUT / "bench", self.checkout / "bench")
        self.assertEqual(self.built, self.refused("transform"))
        self.assertEqual(self.built, self.refused("startup"))
        self.assertEqual(self.built, self.refused("wide"))
        self.assertEqual(self.built, self.refused("formats"))
        psql = "- there is no psql on the PATH; install Debian's postgresql-client"
        self.assertEqual([*self.built, psql], self.refused("export"))
        self.assertEqual([*self.built, self.duckdb], self.refused("history"))
        self.assertEqual([*self.built, self.duckdb, self.hudi], self.refused("peers"))
        self.assertEqual(
            [*self.built, self.duckdb], self.refused("peers", "--only", "plain-pyspark")
        )
        self.assertEqual([], list(self.work.iterdir()))

    def test_finds_what_make_build_and_the_other_commands_leave(self) -> None:
        self.install()
        self.needs().require()

    def test_refuses_an_installation_that_is_not_whole(self) -> None:
        self.install()
        for name in ("spark", "duckdb"):
            (self.checkout / ".venv" / name / "installed.txt").unlink()
        self.assert_missing([self.built[2], self.duckdb], self.needs())

    def test_refuses_a_jar_that_is_another_than_was_meant(self) -> None:
        self.install()
        jar = self.peer().file(self.work / "jars")
        jar.write_bytes(b"cut off")
        found = hashlib.sha256(b"cut off").hexdigest()
        with self.assertRaises(BenchmarkError) as raised:
            self.needs().require()
        self.assertEqual(
            f"Cannot use {jar}: its SHA-256 is {found}, not {self.peer().sha256}; "
            "delete it and rerun",
            str(raised.exception),
        )

    def test_refuses_a_machine_that_is_too_small(self) -> None:
        self.install()
        with self.assertRaises(BenchmarkError) as raised:
            self.needs(cores=100_000, memory="100000g", disk_bytes=10**18).require()
        self.assertRegex(
            str(raised.exception),
            r"^Cannot measure:\n"
            r"- 100000 cores are needed, this process has \d+\n"
            r"- [\d.]+ GB of memory are available, 107375\.3 are needed\n"
            rf"- [\d.]+ GB are free in {self.work}, 1000000000\.0 are needed$",
        )

    def install(self) -> None:
        spark = self.checkout / ".venv" / "spark"
        jar = self.peer().file(self.work / "jars")
        for file in (
            self.target / "sluice-jobs.jar",
            self.target / "sluice-jobs.jsa",
            spark / "installed.txt",
            spark / "lib/python3.11/site-packages/pyspark/bin/spark-submit",
            self.checkout / ".venv" / "duckdb" / "installed.txt",
            jar,
        ):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
        jar.write_bytes(PEER)

    def peer(self) -> Jar:
        return Jar("org.peer", "peer", "1", sha256=hashlib.sha256(PEER).hexdigest())

    def needs(self, cores: int = 1, memory: str = "1m", disk_bytes: int = 1) -> Needs:
        return Needs(
            Spark(self.checkout, master="local[1]", memory=memory),
            cores,
            memory,
            self.work,
            disk_bytes,
            duckdb=True,
            jars=[(self.peer(), "bench/peers --fetch")],
        )

    def assert_missing(self, missing: list[str], needs: Needs) -> None:
        with self.assertRaises(BenchmarkError) as raised:
            needs.require()
        self.assertEqual("\n".join(["Cannot measure:", *missing]), str(raised.exception))

    def refused(self, benchmark: str, *options: str) -> list[str]:
        """Lines of what is missing, without what a small or busy machine may lack."""
        ended = subprocess.run(
            [sys.executable, self.checkout / "bench" / benchmark, *options],
            env={"PATH": "/nowhere"},
            capture_output=True,
            text=True,
            check=False,
            timeout=MOST_SECONDS,
        )
        self.assertEqual((1, ""), (ended.returncode, ended.stdout))
        head, *missing = ended.stderr.strip().splitlines()
        self.assertEqual("Cannot measure:", head)
        return [line for line in missing if " needed" not in line]
