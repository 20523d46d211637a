-- description: one row per session: what a user bought without a break of half an hour
-- materialized: incremental_by_date
-- overlap: 1 day

select
    to_date(session_window.start) as event_date,
    user_id,
    session_window.start as session_start,
    count(*) as total_transactions,
    sum(revenue) as total_revenue
from transformed_transactions
group by user_id, session_window(event_timestamp, '30 minutes')
