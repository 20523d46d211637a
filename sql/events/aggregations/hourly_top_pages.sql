-- description: the ten pages that were viewed most in an hour, one row each
-- materialized: incremental_by_date

with hours as (
    select
        event_date,
        window.start as hour_start,
        page,
        count(*) as views,
        count(distinct user_id) as unique_users
    from events
    where event_type = 'view'
    group by event_date, window(occurred_at, '1 hour'), page
),

-- Pages with as many views are ranked by name, so that the ten are the same each time.
ranked as (
    select
        *,
        row_number() over (partition by event_date, hour_start order by views desc, page asc)
            as place
    from hours
)

select
    event_date,
    hour_start,
    place,
    page,
    views,
    unique_users
from ranked
where place <= 10
