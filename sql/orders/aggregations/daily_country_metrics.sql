-- description: one row per day and country; its figures over that day
-- materialized: incremental_by_date

with orders as (
    select
        order_date,
        country,
        order_id,
        customer_id,
        count(*) as count_lines,
        sum(quantity) as quantity,
        sum(line_total) as order_value
    from order_lines
    group by order_date, country, order_id, customer_id
),

totals as (
    select
        order_date,
        country,
        count(*) as total_orders,
        sum(count_lines) as total_lines,
        cast(sum(quantity) as bigint) as total_quantity,
        count(distinct customer_id) as unique_customers,
        cast(sum(order_value) as decimal(38, 2)) as total_revenue,
        min(order_value) as min_order_value,
        max(order_value) as max_order_value
    from orders
    group by order_date, country
)

select
    order_date,
    country,
    total_orders,
    total_lines,
    total_quantity,
    unique_customers,
    total_revenue,
    cast(divide_rounded(total_revenue, total_orders, 2) as decimal(32, 2)) as avg_order_value,
    min_order_value,
    max_order_value,
    current_timestamp() as aggregation_timestamp
from totals
