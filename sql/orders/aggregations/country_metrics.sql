-- description: one row per country; its figures over everything published
-- materialized: full

-- Days add up, but a customer of two days is one customer: customers are counted in the set of all
-- that ever were. So nothing here reads every order again.
with customers as (
    select
        country,
        count(*) as unique_customers
    from country_customers
    group by country
),

days as (
    select
        country,
        count(*) as count_days,
        sum(total_orders) as total_orders,
        sum(total_lines) as total_lines,
        sum(total_quantity) as total_quantity,
        cast(sum(total_revenue) as decimal(38, 2)) as total_revenue,
        min(min_order_value) as min_order_value,
        max(max_order_value) as max_order_value
    from daily_country_metrics
    group by country
),

totals as (
    select
        days.*,
        customers.unique_customers
    from days
    inner join customers on days.country = customers.country
)

select
    country,
    count_days,
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
