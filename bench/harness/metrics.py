"""Whether the aggregations are exact, worked out again by DuckDB."""

from collections.abc import Sequence
from pathlib import Path

from .delta import live_files
from .parquet import query
from .process import BenchmarkError

FIGURES = """
with found as (
    select product_category, total_transactions, unique_customers, unique_products
    from read_parquet($metrics)
),
expected as (
    select product_category, count(*), count(distinct user_id), count(distinct product_id)
    from read_parquet($rows)
    group by product_category
)
select * from (select 'found', * from found except all select 'found', * from expected)
union all
select * from (select 'expected', * from expected except all select 'expected', * from found)
order by all
"""


def verify_figures(checkout: Path, tables: Path) -> None:
    """Fails unless every category's rows, users and products are counted exactly."""
    files = {
        "metrics": _paths(tables / "transaction_metrics"),
        "rows": _paths(tables / "transformed_transactions"),
    }
    wrong = query(checkout, FIGURES, files)
    if wrong:
        raise BenchmarkError(
            f"Cannot compare {tables}: transaction_metrics is wrong; the first of {len(wrong)} "
            f"differences, with rows, users and products: {wrong[0]}"
        )


def _paths(table: Path) -> Sequence[str]:
    return [str(file) for file in live_files(table)]
