-- description: one row per day; how many of its sessions came from a view to a click to a purchase
-- materialized: incremental_by_date
-- overlap: 1 day

with steps as (
    select
        sessions.event_date,
        sessions.user_id,
        sessions.session_start,
        events.event_type,
        events.occurred_at
    from sessions
    inner join events
        on
            sessions.user_id = events.user_id
            and sessions.session_start <= events.occurred_at
            and sessions.last_event_at >= events.occurred_at
),

-- A step counts once the step before it was taken: a click after the session's first view, and a
-- purchase after the first click that counts.
viewed as (
    select
        *,
        min(case when event_type = 'view' then occurred_at end)
            over (partition by user_id, session_start) as viewed_at
    from steps
),

clicked as (
    select
        *,
        min(case when event_type = 'click' and occurred_at >= viewed_at then occurred_at end)
            over (partition by user_id, session_start) as clicked_at
    from viewed
),

furthest as (
    select
        event_date,
        user_id,
        session_start,
        min(viewed_at) as viewed_at,
        min(clicked_at) as clicked_at,
        min(case when event_type = 'purchase' and occurred_at >= clicked_at then occurred_at end)
            as purchased_at
    from clicked
    group by event_date, user_id, session_start
)

select
    event_date,
    count(*) as total_sessions,
    count(viewed_at) as sessions_with_view,
    count(clicked_at) as sessions_with_click,
    count(purchased_at) as sessions_with_purchase
from furthest
group by event_date
