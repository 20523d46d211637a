"""The same rows and columns by DuckDB, into Parquet files by date.

python duckdb_parquet.py LANDING TABLE
"""

import sys

import duckdb

COPY = """
    copy (
        with source as (
            select *
            from read_csv(
                $landing,
                header = true,
                columns = {
                    'transaction_id': 'varchar', 'user_id': 'varchar', 'product_id': 'varchar',
                    'product_category': 'varchar', 'amount': 'decimal(18, 2)',
                    'quantity': 'integer', 'payment_method': 'varchar', 'status': 'varchar',
                    'event_time': 'timestamp', 'country_code': 'varchar',
                    'discount_percent': 'decimal(5, 2)', 'customer_segment': 'varchar'
                }
            )
            where amount > 0 and quantity > 0 and event_time >= timestamp '2000-01-01'
        ),
        priced as (
            select
                * replace (
                    upper(country_code) as country_code,
                    coalesce(product_category, 'unknown') as product_category,
                    coalesce(discount_percent, 0)::decimal(5, 2) as discount_percent,
                    coalesce(customer_segment, 'unclassified') as customer_segment
                ),
                ((100 - coalesce(discount_percent, 0)) * 0.01)::decimal(5, 4) as share_to_pay
            from source
        )
        select
            * exclude (event_time, share_to_pay),
            round(amount * share_to_pay, 2)::decimal(18, 2) as discounted_amount,
            round((amount * quantity)::decimal(28, 2) * share_to_pay, 2)::decimal(28, 2) as revenue,
            case
                when status = 'completed' then 'success'
                when status = 'pending' then 'in_progress'
                when status in ('failed', 'refunded') then 'unsuccessful'
                else 'unknown'
            end as status_category,
            event_time as event_timestamp,
            event_time::date as event_date,
            hour(event_time) as event_hour,
            dayofweek(event_time) + 1 as day_of_week,
            amount >= 200 as is_high_value,
            quantity > 3 as is_bulk_order,
            discount_percent > 0 as has_discount
        from priced
    ) to '{table}' (format parquet, partition_by (event_date))
"""


def main(landing: str, table: str) -> None:
    # Where a table is copied to can't be a parameter; the path is the benchmark's own.
    sql = COPY.replace("{table}", table.replace("'", "''"))
    duckdb.execute(sql, {"landing": f"{landing}/*.csv"})


if __name__ == "__main__":
    main(*sys.argv[1:])
