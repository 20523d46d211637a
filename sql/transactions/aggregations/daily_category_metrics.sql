-- description: one row per day and product category; its figures over that day
-- materialized: incremental_by_date

with totals as (
    select
        event_date,
        product_category,
        transaction_figures()
    from transformed_transactions
    group by event_date, product_category
)

select
    event_date,
    product_category,
    published_figures(),
    -- The exact sum behind the average: transaction_metrics adds up days.
    cast(total_discount_percent as decimal(38, 2)) as total_discount_percent,
    current_timestamp() as aggregation_timestamp
from totals
