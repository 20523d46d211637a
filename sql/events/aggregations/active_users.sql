-- description: one row per hour that begins at a quarter; how many users were there in it
-- materialized: incremental_by_date
-- overlap: 1 day

-- Sliding windows: an event falls into four hours. One that begins before midnight and ends after
-- it belongs to the day on which it begins, and has events of both.
select
    to_date(window.start) as event_date,
    window.start as window_start,
    window.end as window_end,
    count(*) as total_events,
    count(distinct user_id) as unique_users
from events
group by window(occurred_at, '1 hour', '15 minutes')
