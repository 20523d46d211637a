-- description: one row per hour and section; what was done there, and by how many users
-- materialized: incremental_by_date

-- Tumbling windows: each event falls into one hour, and no hour crosses midnight.
select
    event_date,
    window.start as hour_start,
    window.end as hour_end,
    section,
    count_if(event_type = 'view') as views,
    count_if(event_type = 'click') as clicks,
    count_if(event_type = 'purchase') as purchases,
    count(distinct user_id) as unique_users,
    coalesce(sum(amount), 0.00) as revenue
from events
group by event_date, window(occurred_at, '1 hour'), section
