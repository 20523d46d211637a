"""Whether wrong aggregations are seen, with tables that DuckDB writes."""

import json
import tempfile
import unittest
from pathlib import Path

import duckdb

from harness.likeness import require_like_real
from harness.metrics import verify_figures, verify_windows
from harness.process import BenchmarkError

CHECKOUT = Path(__file__).resolve().parent.parent.parent
ROWS = "select 'toys' as product_category, unnest([1, 1, 2]) as user_id, 7 as product_id"
FIGURES = (
    "select 'toys' as product_category, 3 as total_transactions,"
    " {users} as unique_customers, 1 as unique_products, {time} as aggregation_timestamp"
)
TIMED_ROWS = (
    "select 'toys' as product_category, 5 as user_id, 1 as revenue, unnest(["
    "timestamp '2022-01-01 23:50:00', timestamp '2022-01-02 00:10:00',"
    " timestamp '2022-01-02 01:00:00']) as event_timestamp, event_timestamp::date as event_date"
)
WINDOWS = (
    "select 'toys' as product_category, 1 as total_transactions, 1 as unique_users,"
    " 1 as total_revenue, unnest([timestamp '2022-01-01 23:00:00',"
    " timestamp '2022-01-02 00:00:00', timestamp '2022-01-02 01:00:00']) as hour_start,"
    " hour_start::date as event_date"
)
SESSIONS = (
    "select date '2022-01-01' as event_date, 2 as total_transactions, 2 as total_revenue"
    " union all select date '2022-01-02', 1, 1"
)


class MetricsTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_counts_users_again(self) -> None:
        tables = self.pipeline("right", users=2, time=1) / "tables"
        verify_figures(CHECKOUT, tables)
        tables = self.pipeline("wrong", users=3, time=1) / "tables"
        with self.assertRaises(BenchmarkError) as raised:
            verify_figures(CHECKOUT, tables)
        self.assertEqual(
            f"Cannot compare {tables}: transaction_metrics is wrong; the first of 2 differences, "
            "with rows, users and products: ['expected', 'toys', 3, 2, 1]",
            str(raised.exception),
        )

    def test_works_windows_and_sessions_out_again(self) -> None:
        """Of one user: two transactions in a session across midnight, and one an hour later."""
        tables = self.folder / "windows" / "tables"
        self.write(tables / "transformed_transactions", TIMED_ROWS, 3)
        self.write(tables / "hourly_windows", WINDOWS, 3)
        self.write(tables / "sessions", SESSIONS, 2)
        verify_windows(CHECKOUT, tables)
        self.write(tables / "sessions", SESSIONS.replace("2 as total", "1 as total"), 2)
        with self.assertRaises(BenchmarkError) as raised:
            verify_windows(CHECKOUT, tables)
        self.assertEqual(
            f"Cannot compare {tables}: sessions is wrong; the first of 2 differences, with "
            "sessions, rows and revenue: ['expected', '2022-01-01', 1, 2, 2]",
            str(raised.exception),
        )

    def test_compares_the_rows_of_two_pipelines(self) -> None:
        real = self.pipeline("real", users=2, time=1)
        require_like_real(CHECKOUT, real, self.pipeline("made", users=2, time=2))
        with self.assertRaises(BenchmarkError) as raised:
            require_like_real(CHECKOUT, real, self.pipeline("other", users=3, time=1))
        self.assertEqual(
            "Cannot use the made history: its number of rows of transaction_metrics that are not "
            "in both is not that of real days:\nreal: 0\nmade: 2",
            str(raised.exception),
        )

    def pipeline(self, name: str, users: int, time: int) -> Path:
        pipeline = self.folder / name
        for folder in ("batches", "changes", "runs"):
            (pipeline / folder).mkdir(parents=True)
        self.write(pipeline / "tables" / "transformed_transactions", ROWS, 3)
        figures = FIGURES.format(users=users, time=time)
        self.write(pipeline / "tables" / "transaction_metrics", figures, 1)
        return pipeline

    def write(self, table: Path, sql: str, rows: int) -> None:
        (table / "_delta_log").mkdir(parents=True, exist_ok=True)
        duckdb.execute(f"copy ({sql}) to '{table}/rows.parquet'")
        add = {"add": {"path": "rows.parquet", "stats": json.dumps({"numRecords": rows})}}
        (table / "_delta_log" / "00000000000000000000.json").write_text(json.dumps(add))
