-- description: one row per event_id that is on more than one date
-- severity: warn
-- stage: transform

select
    event_id,
    count(distinct event_date) as count_dates,
    min(event_date) as first_date,
    max(event_date) as last_date
from events
group by event_id
having count(distinct event_date) > 1
