-- description: one row per product category with an average or a rate that cannot be
-- severity: fail

select
    product_category,
    total_transactions,
    unique_customers,
    unique_products,
    min_transaction_value,
    avg_transaction_value,
    max_transaction_value,
    avg_discount_percent,
    discount_rate_percent,
    bulk_order_rate_percent,
    completion_rate_percent
from transaction_metrics
where
    (
        unique_customers between 1 and total_transactions
        and unique_products between 1 and total_transactions
        and avg_transaction_value between min_transaction_value and max_transaction_value
        and avg_discount_percent between 0 and 100
        and discount_rate_percent between 0 and 100
        and bulk_order_rate_percent between 0 and 100
        and completion_rate_percent between 0 and 100
    ) is not true
