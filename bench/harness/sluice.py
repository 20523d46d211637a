"""The side that is compared with all others: a transform by Sluice, as people run it."""

import json
from pathlib import Path

from .compare import Side
from .delta import verify_rows
from .process import BenchmarkError, Command
from .spark import Spark
from .transactions import Transactions, land


def transform(spark: Spark, name: str, landed: Transactions) -> Side:
    """Takes in the files; every record must have become what its generator says."""

    def prepare(folder: Path) -> Command:
        land(landed.files, folder / "transactions" / "landing")
        job = ["transform", "--pipeline", "transactions", "--report", str(folder / "report.json")]
        places = ["--data", str(folder), "--sql", str(spark.checkout / "sql")]
        environment = {"SLUICE_MASTER": spark.master, "SLUICE_DRIVER_MEMORY": spark.memory}
        return Command([spark.checkout / "sluice", *job, *places], spark.environment | environment)

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
        tables = folder / "transactions" / "tables"
        verify_rows(tables / "transformed_transactions", written)
        verify_rows(tables / "quarantine", landed.bad)

    return Side(name, prepare, verify)
