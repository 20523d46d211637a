-- description: one row per country with figures that cannot be
-- severity: fail

select
    country,
    total_orders,
    total_lines,
    unique_customers,
    min_order_value,
    avg_order_value,
    max_order_value
from country_metrics
where
    (
        unique_customers between 1 and total_orders
        and total_lines >= total_orders
        and total_quantity >= total_lines
        and min_order_value >= 0
        and avg_order_value between min_order_value and max_order_value
    ) is not true
