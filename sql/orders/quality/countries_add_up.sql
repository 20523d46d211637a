-- description: one row per country and side whose figures the other side does not have
-- severity: fail

with orders as (
    select
        order_date,
        country,
        order_id,
        customer_id,
        count(*) as total_lines,
        sum(quantity) as total_quantity,
        sum(line_total) as order_value
    from order_lines
    group by order_date, country, order_id, customer_id
),

sides as (
    select
        'order_lines' as found_in,
        country,
        count(distinct order_date) as count_days,
        count(*) as total_orders,
        sum(total_lines) as total_lines,
        sum(total_quantity) as total_quantity,
        count(distinct customer_id) as unique_customers,
        sum(order_value) as total_revenue,
        min(order_value) as min_order_value,
        max(order_value) as max_order_value
    from orders
    group by country
    union all
    select
        'country_metrics' as found_in,
        country,
        count_days,
        total_orders,
        total_lines,
        total_quantity,
        unique_customers,
        total_revenue,
        min_order_value,
        max_order_value
    from country_metrics
)

-- Equal figures make a group of two rows, one from each side. Any other group is a difference.
select
    country,
    count_days,
    total_orders,
    total_lines,
    total_quantity,
    unique_customers,
    total_revenue,
    min_order_value,
    max_order_value,
    min(found_in) as found_in
from sides
group by
    country,
    count_days,
    total_orders,
    total_lines,
    total_quantity,
    unique_customers,
    total_revenue,
    min_order_value,
    max_order_value
having count(*) <> 2 or count(distinct found_in) <> 2
