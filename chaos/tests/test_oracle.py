"""The torture's oracle, held against what the documentation says of a few rows."""

import unittest
from datetime import UTC, date, datetime
from decimal import Decimal

from crashtest.feed import HEADER
from crashtest.metrics import expect_metrics
from crashtest.oracle import Expected, RawFile, expect

DAY = date(2024, 3, 1)
GOOD = "t1,u1,p1,,9.99,4,paypal,completed,2024-03-01 10:15:00,de,33.33,"


class OracleTest(unittest.TestCase):
    def test_types_and_transforms_a_row(self) -> None:
        (row,) = self.of(GOOD).transformed
        self.assertEqual(
            {
                "transaction_id": "t1",
                "user_id": "u1",
                "product_id": "p1",
                "amount": Decimal("9.99"),
                "quantity": 4,
                "payment_method": "paypal",
                "status": "completed",
                "country_code": "DE",
                "product_category": "unknown",
                "discount_percent": Decimal("33.33"),
                "discounted_amount": Decimal("6.66"),
                "revenue": Decimal("26.64"),
                "status_category": "success",
                "customer_segment": "unclassified",
                "event_timestamp": datetime(2024, 3, 1, 10, 15),
                "event_date": DAY,
                "event_hour": 10,
                "day_of_week": 6,
                "is_high_value": False,
                "is_bulk_order": True,
                "has_discount": True,
                "source_file": "a.csv",
            },
            row,
        )

    def test_finds_every_reason_against_a_row(self) -> None:
        expected = self.of(
            "t1,u1,p1,,ten,0,shells, ,2024-02-30 10:15:00,DEU,101,old",
            "t2,u1,p1,,1.005,,paypal,completed,2099-01-01 00:00:00,,,",
            GOOD + ",more",
        )
        self.assertEqual(
            [
                (
                    None,
                    {
                        "amount_type",
                        "quantity_is_positive",
                        "payment_method_is_known",
                        "status_missing",
                        "event_time_type",
                        "country_code_is_two_letters",
                        "discount_percent_is_0_to_100",
                        "customer_segment_is_known",
                    },
                ),
                (
                    date(2099, 1, 1),
                    {"amount_type", "quantity_missing", "event_time_is_not_after_landing"},
                ),
                (DAY, {"column_count"}),
            ],
            [(row.event_date, set(row.codes)) for row in expected.quarantine],
        )

    def test_lets_the_first_of_a_key_stay_in_the_order_of_batch_and_path(self) -> None:
        other = GOOD.replace("u1", "u2")
        next_day = GOOD.replace("03-01", "03-02")
        expected = expect(
            [
                self.file(2, "a.csv", other, GOOD),
                self.file(1, "b.csv", other, next_day),
                self.file(1, "a.csv", GOOD, GOOD.replace("9.99,4", " 9.99 ,+4")),
            ]
        )
        self.assertEqual(
            [("u1", DAY, "a.csv"), ("u1", date(2024, 3, 2), "b.csv")],
            [
                (row["user_id"], row["event_date"], row["source_file"])
                for row in expected.transformed
            ],
        )
        self.assertEqual(
            [(1, "b.csv", {"conflicting_duplicate"}), (2, "a.csv", {"conflicting_duplicate"})],
            [(row.batch, row.file, set(row.codes)) for row in expected.quarantine],
        )
        self.assertEqual(
            {
                (1, "a.csv"): (2, 1, 1, 0, {DAY: [1, 1, 0]}),
                (1, "b.csv"): (2, 1, 0, 1, {DAY: [0, 0, 1], date(2024, 3, 2): [1, 0, 0]}),
                (2, "a.csv"): (2, 0, 1, 1, {DAY: [0, 1, 1]}),
            },
            {
                file: (
                    account.rows_read,
                    account.rows_written,
                    account.rows_duplicate,
                    account.rows_quarantined,
                    account.dates,
                )
                for file, account in expected.files.items()
            },
        )

    def test_rejects_a_file_with_another_header_and_counts_blank_lines(self) -> None:
        expected = expect(
            [
                RawFile(1, "a.csv", b"who,what\n1,2\n", datetime.now(UTC)),
                self.file(1, "b.csv", "", GOOD, "  "),
            ]
        )
        self.assertEqual(
            [("rejected", 0, 0), ("ingested", 1, 2)],
            [
                (account.status, account.rows_read, account.lines_ignored)
                for account in expected.files.values()
            ],
        )

    def test_sums_up_by_grain(self) -> None:
        rows = self.of(GOOD, GOOD.replace("t1,u1", "t2,u2")).transformed
        (metrics,) = expect_metrics(rows, ["product_category"])
        self.assertEqual(
            {
                "product_category": "unknown",
                "total_transactions": 2,
                "unique_customers": 2,
                "unique_products": 1,
                "total_revenue": Decimal("53.28"),
                "min_transaction_value": Decimal("26.64"),
                "max_transaction_value": Decimal("26.64"),
                "total_quantity_sold": 8,
                "discounted_transactions": 2,
                "high_value_transactions": 0,
                "bulk_orders": 2,
                "completed_transactions": 2,
            },
            metrics,
        )

    def of(self, *lines: str) -> Expected:
        return expect([self.file(1, "a.csv", *lines)])

    def file(self, batch: int, path: str, *lines: str) -> RawFile:
        content = "".join(f"{line}\n" for line in [",".join(HEADER), *lines])
        return RawFile(batch, path, content.encode(), datetime.now(UTC))
