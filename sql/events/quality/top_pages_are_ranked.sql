-- description: one row per hour whose top pages are more than ten, or skip a place
-- severity: fail

select
    event_date,
    hour_start,
    count(*) as count_pages,
    min(place) as first_place,
    max(place) as last_place
from hourly_top_pages
group by event_date, hour_start
having
    count(*) > 10
    or min(place) <> 1
    or max(place) <> count(*)
