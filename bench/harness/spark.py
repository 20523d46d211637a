"""Spark as it comes: where it is, how to compile against it, how to start it."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .process import BenchmarkError, Command

# As Delta's documentation sets up a session.
DELTA = [
    "spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension",
    "spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog",
]


@dataclass(frozen=True)
class Spark:
    checkout: Path
    master: str
    memory: str

    @property
    def home(self) -> Path:
        home = self.find_home()
        if home is None:
            raise BenchmarkError("Cannot start Spark: it is not installed; run 'make spark'")
        return home

    def find_home(self) -> Path | None:
        """The Spark that SPARK_HOME names, or else the one that 'make spark' installs."""
        homes = list(self.checkout.glob(".venv/spark/lib/python3.*/site-packages/pyspark"))
        if "SPARK_HOME" in os.environ:
            homes = [Path(os.environ["SPARK_HOME"])]
        # The note of what was installed is written last: without it an installation is not whole.
        elif not (self.checkout / ".venv" / "spark" / "installed.txt").exists():
            homes = []
        return next((home for home in homes if (home / "bin" / "spark-submit").exists()), None)

    @property
    def environment(self) -> dict[str, str]:
        """This process's environment, the same Spark for all sides, without settings of Sluice."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SLUICE_")}
        return kept | {"SPARK_HOME": str(self.home), "SPARK_LOCAL_IP": "127.0.0.1"}

    @property
    def jar(self) -> Path:
        """The jobs' jar: it holds Delta."""
        return self.checkout / "jobs" / "target" / "sluice-jobs.jar"

    @property
    def archive(self) -> Path:
        """The class-data archive, by which the jobs start fast."""
        return self.jar.with_suffix(".jsa")

    def compile(self, source: Path, classes: Path) -> Path:
        """A jar of a Java file, or of a folder of them, beside the folder of its classes."""
        sources = sorted(source.glob("*.java")) if source.is_dir() else [source]
        jar = classes.with_suffix(".jar")
        class_path = f"{self.home}/jars/*:{self.jar}"
        commands: list[list[str | Path]] = [
            ["javac", "-d", classes, "-cp", class_path, *sources],
            ["jar", "--create", "--file", jar, "-C", classes, "."],
        ]
        for command in commands:
            subprocess.run(command, check=True)
        return jar

    def submit(self, jar: Path, main: str, arguments: Sequence[Path | str]) -> Command:
        """Starts the class with the JVM's flags as Spark sets them; logging is as Sluice's."""
        log4j2 = self.checkout / "infra" / "log4j2.properties"
        options = ["--class", main, "--master", self.master, "--driver-memory", self.memory]
        options += ["--driver-java-options", f'-Dlog4j2.configurationFile="{log4j2}"']
        for setting in ["spark.ui.enabled=false", *DELTA]:
            options += ["--conf", setting]
        options += ["--jars", str(self.jar)]
        submit = self.home / "bin" / "spark-submit"
        return Command([submit, *options, jar, *arguments], self.environment)

    def submit_python(
        self, program: Path, arguments: Sequence[Path], jars: Sequence[Path] = ()
    ) -> Command:
        """Starts a PySpark program as its author would: nothing is set but where and how much."""
        options = ["--master", self.master, "--driver-memory", self.memory]
        if jars:
            options += ["--jars", ",".join(map(str, jars))]
        python = {"PYSPARK_PYTHON": str(self.home.parents[3] / "bin" / "python")}
        submit = self.home / "bin" / "spark-submit"
        return Command([submit, *options, program, *arguments], self.environment | python)
