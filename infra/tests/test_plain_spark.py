"""The jobs on a stock Spark 3.5: the jar and spark-submit, no launcher and none of its settings."""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path
from urllib.parse import unquote

import duckdb

CHECKOUT = Path(__file__).resolve().parents[2]
JAR = CHECKOUT / "jobs" / "target" / "sluice-jobs.jar"

# Columns of a landed file, and the expressions that they must equal in the table.
LANDED = {
    "transaction_id": "transaction_id",
    "user_id": "user_id",
    "product_id": "product_id",
    "coalesce(product_category, 'unknown')": "product_category",
    "amount::decimal(18, 2)": "amount",
    "quantity::int": "quantity",
    "payment_method": "payment_method",
    "status": "status",
    "event_time::timestamp": "event_timestamp",
    "upper(country_code)": "country_code",
    "coalesce(discount_percent::decimal(5, 2), 0)": "discount_percent",
    "coalesce(customer_segment, 'unclassified')": "customer_segment",
}


class PlainSparkTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        self.pipeline = self.folder / "data" / "transactions"

    def test_takes_in_every_row_of_a_file(self) -> None:
        self.submit("io.sluice.GenerateJob", "--rows", "1000", "--files", "2")
        lines = self.submit("io.sluice.TransformJob").splitlines()
        self.assertEqual("RUN 2 files in 1 batch", lines[0])
        self.assertIn("2 files, 1000 rows read, 1000 written, 0 duplicate", lines[-1])

        files = [str(file) for file in (self.pipeline / "archive").rglob("*.csv")]
        self.assertEqual(2, len(files))
        landed = duckdb.read_csv(files, all_varchar=True)
        table = duckdb.read_parquet(
            self.live_files("transformed_transactions"), hive_partitioning=True
        )
        expected = landed.project(", ".join(LANDED)).order("1").fetchall()
        self.assertEqual(1000, len(expected))
        self.assertEqual(expected, table.project(", ".join(LANDED.values())).order("1").fetchall())

    def submit(self, job: str, *options: str) -> str:
        """Runs a job as somebody does who has read nothing but Spark's documentation."""
        settings = ("SLUICE_", "SPARK_", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS")
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(settings)
        }
        command = [self.spark() / "bin" / "spark-submit", "--class", job, JAR]
        command += ["--pipeline", "transactions", *options]
        command += ["--data", self.folder / "data", "--sql", CHECKOUT / "sql"]
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        return done.stdout

    def spark(self) -> Path:
        if os.environ.get("SPARK_HOME"):
            return Path(os.environ["SPARK_HOME"])
        homes = list(CHECKOUT.glob(".venv/spark/lib/python3.*/site-packages/pyspark"))
        self.assertEqual(1, len(homes), "run 'make spark' first")
        return homes[0]

    def live_files(self, relation: str) -> list[str]:
        """The data files of the newest version, by the commits in the table's log."""
        table = self.pipeline / "tables" / relation
        files = set()
        for commit in sorted((table / "_delta_log").glob("*.json")):
            for line in commit.read_text().splitlines():
                action = json.loads(line)
                if "add" in action:
                    files.add(action["add"]["path"])
                elif "remove" in action:
                    files.remove(action["remove"]["path"])
        return [str(table / unquote(file)) for file in sorted(files)]


if __name__ == "__main__":
    unittest.main()
