-- description: one row per hour and product category; what was bought in it, and by how many users
-- materialized: incremental_by_date

select
    event_date,
    window.start as hour_start,
    product_category,
    count(*) as total_transactions,
    count(distinct user_id) as unique_users,
    sum(revenue) as total_revenue
from transformed_transactions
group by event_date, window(event_timestamp, '1 hour'), product_category
