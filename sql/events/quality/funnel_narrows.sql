-- description: one row per day whose funnel has another number of sessions, or widens at a step
-- severity: fail

with days as (
    select
        event_date,
        count(*) as count_sessions
    from sessions
    group by event_date
)

select
    coalesce(days.event_date, daily_funnel.event_date) as event_date,
    days.count_sessions,
    daily_funnel.total_sessions,
    daily_funnel.sessions_with_view,
    daily_funnel.sessions_with_click,
    daily_funnel.sessions_with_purchase
from days
full outer join daily_funnel on days.event_date = daily_funnel.event_date
where
    (
        daily_funnel.total_sessions = days.count_sessions
        and daily_funnel.total_sessions >= daily_funnel.sessions_with_view
        and daily_funnel.sessions_with_view >= daily_funnel.sessions_with_click
        and daily_funnel.sessions_with_click >= daily_funnel.sessions_with_purchase
    ) is not true
