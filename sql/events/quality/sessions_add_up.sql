-- description: one row per user and side whose events the other side does not have
-- severity: fail

with sides as (
    select
        'events' as found_in,
        user_id,
        count(*) as total_events,
        coalesce(sum(amount), 0.00) as revenue
    from events
    group by user_id
    union all
    select
        'sessions' as found_in,
        user_id,
        sum(total_events) as total_events,
        sum(revenue) as revenue
    from sessions
    group by user_id
)

-- By user, as a session has events of two days. Equal figures make a group of two rows.
select
    user_id,
    total_events,
    revenue,
    min(found_in) as found_in
from sides
group by user_id, total_events, revenue
having count(*) <> 2 or count(distinct found_in) <> 2
