-- description: one row per session: what a user did without a break of half an hour
-- materialized: incremental_by_date
-- overlap: 1 day

-- A session belongs to the day on which it begins, and may go on across midnight.
select
    to_date(session_window.start) as event_date,
    user_id,
    session_window.start as session_start,
    max(occurred_at) as last_event_at,
    count(*) as total_events,
    count_if(event_type = 'view') as views,
    count_if(event_type = 'click') as clicks,
    count_if(event_type = 'purchase') as purchases,
    count(distinct page) as unique_pages,
    coalesce(sum(amount), 0.00) as revenue
from events
group by user_id, session_window(occurred_at, '30 minutes')
