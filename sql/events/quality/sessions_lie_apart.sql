-- description: one row per session that begins before the user's last one was over for half an hour
-- severity: fail

with neighbours as (
    select
        user_id,
        session_start,
        last_event_at,
        lag(last_event_at) over (partition by user_id order by session_start asc) as ended_before
    from sessions
)

select
    user_id,
    ended_before,
    session_start,
    last_event_at
from neighbours
where
    last_event_at < session_start
    or session_start < ended_before + interval 30 minutes
