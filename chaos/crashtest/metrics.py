"""What the aggregations must hold, worked out from the rows that the oracle expects."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from .oracle import Record

GRAINS = {
    "transaction_metrics": ["product_category"],
    "daily_category_metrics": ["event_date", "product_category"],
    "hourly_category_metrics": ["event_date", "event_hour", "product_category"],
}
FIGURES = [
    "total_transactions",
    "unique_customers",
    "unique_products",
    "total_revenue",
    "min_transaction_value",
    "max_transaction_value",
    "total_quantity_sold",
    "discounted_transactions",
    "high_value_transactions",
    "bulk_orders",
    "completed_transactions",
]


def expect_metrics(transformed: Iterable[Record], grain: Sequence[str]) -> list[Record]:
    groups: dict[tuple[object, ...], list[Record]] = defaultdict(list)
    for row in transformed:
        groups[tuple(row[column] for column in grain)].append(row)
    return [dict(zip(grain, key, strict=True)) | _figures(rows) for key, rows in groups.items()]


def _figures(rows: Sequence[Record]) -> Record:
    revenues = [row["revenue"] for row in rows]
    figures = [
        len(rows),
        len({row["user_id"] for row in rows}),
        len({row["product_id"] for row in rows}),
        sum(revenues),
        min(revenues),
        max(revenues),
        sum(row["quantity"] for row in rows),
        sum(row["has_discount"] for row in rows),
        sum(row["is_high_value"] for row in rows),
        sum(row["is_bulk_order"] for row in rows),
        sum(row["status"] == "completed" for row in rows),
    ]
    return dict(zip(FIGURES, figures, strict=True))
