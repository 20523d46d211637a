"""Whether the aggregations are exact, worked out again by DuckDB."""

from collections.abc import Sequence
from pathlib import Path

from .delta import live_files
from .parquet import query
from .process import BenchmarkError

TABLE = "transformed_transactions"

METRICS = (
    """
    select product_category, total_transactions, unique_customers, unique_products
    from read_parquet($found)
    """,
    """
    select product_category, count(*), count(distinct user_id), count(distinct product_id)
    from read_parquet($rows)
    group by product_category
    """,
)
WINDOWS = (
    """
    select event_date, hour_start, product_category, total_transactions, unique_users,
        total_revenue
    from read_parquet($found)
    """,
    """
    select event_date, date_trunc('hour', event_timestamp), product_category, count(*),
        count(distinct user_id), sum(revenue)
    from read_parquet($rows)
    group by all
    """,
)
# A day's sessions, and what was bought in them, which may be on the next.
SESSIONS = (
    """
    select event_date, count(*), sum(total_transactions), sum(total_revenue)
    from read_parquet($found)
    group by event_date
    """,
    """
    with transactions as (
        select
            user_id, event_timestamp, revenue,
            coalesce(
                event_timestamp - lag(event_timestamp) over by_user >= interval 30 minutes, true
            ) as is_first
        from read_parquet($rows)
        window by_user as (partition by user_id order by event_timestamp)
    ),
    numbered as (
        select
            *, sum(is_first::int) over (partition by user_id order by event_timestamp) as session
        from transactions
    ),
    sessions as (
        select min(event_timestamp)::date as event_date, count(*) as total, sum(revenue) as revenue
        from numbered
        group by user_id, session
    )
    select event_date, count(*), sum(total), sum(revenue) from sessions group by event_date
    """,
)
DIFFERENCES = """
with found as ({found}), expected as ({expected})
select * from (select 'found', * from found except all select 'found', * from expected)
union all
select * from (select 'expected', * from expected except all select 'expected', * from found)
order by all
"""


def verify_figures(checkout: Path, tables: Path) -> None:
    """Fails unless every category's rows, users and products are counted exactly."""
    _verify(checkout, tables, "transaction_metrics", METRICS, "rows, users and products")


def verify_windows(checkout: Path, tables: Path) -> None:
    """Fails unless hourly windows, and every day's sessions, are exact."""
    _verify(checkout, tables, "hourly_windows", WINDOWS, "rows, users and revenue")
    _verify(checkout, tables, "sessions", SESSIONS, "sessions, rows and revenue")


def _verify(
    checkout: Path, tables: Path, relation: str, queries: tuple[str, str], figures: str
) -> None:
    found, expected = queries
    files = {"found": _paths(tables / relation), "rows": _paths(tables / TABLE)}
    wrong = query(checkout, DIFFERENCES.format(found=found, expected=expected), files)
    if wrong:
        raise BenchmarkError(
            f"Cannot compare {tables}: {relation} is wrong; the first of {len(wrong)} "
            f"differences, with {figures}: {wrong[0]}"
        )


def _paths(table: Path) -> Sequence[str]:
    return [str(file) for file in live_files(table)]
