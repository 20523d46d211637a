-- description: one row per day, category and side whose figures the other side does not have
-- severity: fail

with sides as (
    select
        'hourly_category_metrics' as found_in,
        event_date,
        product_category,
        sum(total_transactions) as total_transactions,
        sum(total_revenue) as total_revenue,
        min(min_transaction_value) as min_transaction_value,
        max(max_transaction_value) as max_transaction_value,
        sum(total_quantity_sold) as total_quantity_sold,
        sum(discounted_transactions) as discounted_transactions,
        sum(high_value_transactions) as high_value_transactions,
        sum(bulk_orders) as bulk_orders,
        sum(completed_transactions) as completed_transactions
    from hourly_category_metrics
    group by event_date, product_category
    union all
    select
        'daily_category_metrics' as found_in,
        event_date,
        product_category,
        total_transactions,
        total_revenue,
        min_transaction_value,
        max_transaction_value,
        total_quantity_sold,
        discounted_transactions,
        high_value_transactions,
        bulk_orders,
        completed_transactions
    from daily_category_metrics
)

-- Equal figures make a group of two rows, one from each side. Any other group is a difference.
select
    event_date,
    product_category,
    total_transactions,
    total_revenue,
    min_transaction_value,
    max_transaction_value,
    total_quantity_sold,
    discounted_transactions,
    high_value_transactions,
    bulk_orders,
    completed_transactions,
    min(found_in) as found_in
from sides
group by
    event_date,
    product_category,
    total_transactions,
    total_revenue,
    min_transaction_value,
    max_transaction_value,
    total_quantity_sold,
    discounted_transactions,
    high_value_transactions,
    bulk_orders,
    completed_transactions
having count(*) <> 2 or count(distinct found_in) <> 2
