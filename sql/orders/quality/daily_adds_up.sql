-- description: one row per day, country and side whose figures the other side does not have
-- severity: fail

with sides as (
    select
        'order_lines' as found_in,
        order_date,
        country,
        count(distinct order_id) as total_orders,
        count(*) as total_lines,
        sum(quantity) as total_quantity,
        count(distinct customer_id) as unique_customers,
        sum(line_total) as total_revenue
    from order_lines
    group by order_date, country
    union all
    select
        'daily_country_metrics' as found_in,
        order_date,
        country,
        total_orders,
        total_lines,
        total_quantity,
        unique_customers,
        total_revenue
    from daily_country_metrics
)

-- Equal figures make a group of two rows, one from each side. Any other group is a difference.
select
    order_date,
    country,
    total_orders,
    total_lines,
    total_quantity,
    unique_customers,
    total_revenue,
    min(found_in) as found_in
from sides
group by
    order_date,
    country,
    total_orders,
    total_lines,
    total_quantity,
    unique_customers,
    total_revenue
having count(*) <> 2 or count(distinct found_in) <> 2
