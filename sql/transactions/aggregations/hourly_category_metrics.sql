-- description: one row per day, hour and product category; its figures over that hour
-- materialized: incremental_by_date

with totals as (
    select
        event_date,
        event_hour,
        product_category,
        transaction_figures()
    from transformed_transactions
    group by event_date, event_hour, product_category
)

select
    event_date,
    event_hour,
    product_category,
    published_figures(),
    current_timestamp() as aggregation_timestamp
from totals
