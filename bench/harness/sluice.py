"""Sluice's jobs as people run them, and the side that is compared with all others: a transform."""

import json
import subprocess
from pathlib import Path

from .compare import Side
from .delta import verify_rows
from .process import BenchmarkError, Command
from .spark import Spark
from .transactions import Transactions, land

PIPELINE = "transactions"


def job(spark: Spark, data: Path, name: str, *options: str) -> Command:
    """A job of the transactions pipeline over a data folder."""
    return of_pipeline(spark, data, spark.checkout / "sql", PIPELINE, name, *options)


def export(spark: Spark, data: Path, sql: Path, *options: str) -> Command:
    """The exports of the transactions pipeline, as a folder elsewhere defines it."""
    return of_pipeline(spark, data, sql, PIPELINE, "export", *options)


def take_in(spark: Spark, data: Path, sql: Path, pipeline: str) -> Command:
    """A transform of any pipeline over a data folder."""
    return of_pipeline(spark, data, sql, pipeline, "transform")


def of_pipeline(
    spark: Spark, data: Path, sql: Path, pipeline: str, name: str, *options: str
) -> Command:
    """A job of any pipeline over a data folder."""
    places = ["--data", str(data), "--sql", str(sql)]
    environment = {"SLUICE_MASTER": spark.master, "SLUICE_DRIVER_MEMORY": spark.memory}
    launcher: list[str | Path] = [
        spark.checkout / "sluice",
        name,
        "--pipeline",
        pipeline,
        *places,
        *options,
    ]
    return Command(launcher, spark.environment | environment)


def finish(command: Command, what: str) -> None:
    """Runs what has to be done before anything can be measured."""
    print(f"preparing: {what} ...", flush=True)
    done = subprocess.run(
        [str(part) for part in command.arguments],
        env=dict(command.environment),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BenchmarkError(f"Cannot prepare {what}:\n{done.stdout}{done.stderr}")


def transform(spark: Spark, name: str, landed: Transactions) -> Side:
    """Takes in the files; every record must have become what its generator says."""

    def prepare(folder: Path) -> Command:
        land(landed.files, folder / PIPELINE / "landing")
        return job(spark, folder, "transform", "--report", str(folder / "report.json"))

    def verify(folder: Path) -> None:
        written = landed.rows - landed.bad - landed.duplicates
        expected = {
            "rows_read": landed.rows,
            "rows_written": written,
            "rows_duplicate": landed.duplicates,
            "rows_quarantined": landed.bad,
        }
        report = json.loads((folder / "report.json").read_text())
        found = {field: report[field] for field in expected}
        if found != expected:
            raise BenchmarkError(f"Cannot compare {name}: its report says {found}, not {expected}")
        tables = folder / PIPELINE / "tables"
        verify_rows(tables / "transformed_transactions", written)
        verify_rows(tables / "quarantine", landed.bad)

    return Side(name, prepare, verify)
