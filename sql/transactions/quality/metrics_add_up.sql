-- description: one row per category and side whose figures the other side does not have
-- severity: fail

with sides as (
    select
        'transformed_transactions' as found_in,
        product_category,
        count(*) as total_transactions,
        count(distinct user_id) as unique_customers,
        count(distinct product_id) as unique_products,
        sum(revenue) as total_revenue,
        min(revenue) as min_transaction_value,
        max(revenue) as max_transaction_value,
        sum(quantity) as total_quantity_sold,
        count_if(has_discount) as discounted_transactions,
        count_if(is_high_value) as high_value_transactions,
        count_if(is_bulk_order) as bulk_orders,
        count_if(status = 'completed') as completed_transactions
    from transformed_transactions
    group by product_category
    union all
    select
        'transaction_metrics' as found_in,
        product_category,
        total_transactions,
        unique_customers,
        unique_products,
        total_revenue,
        min_transaction_value,
        max_transaction_value,
        total_quantity_sold,
        discounted_transactions,
        high_value_transactions,
        bulk_orders,
        completed_transactions
    from transaction_metrics
)

-- Equal figures make a group of two rows, one from each side. Any other group is a difference.
select
    product_category,
    total_transactions,
    unique_customers,
    unique_products,
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
    product_category,
    total_transactions,
    unique_customers,
    unique_products,
    total_revenue,
    min_transaction_value,
    max_transaction_value,
    total_quantity_sold,
    discounted_transactions,
    high_value_transactions,
    bulk_orders,
    completed_transactions
having count(*) <> 2 or count(distinct found_in) <> 2
