-- description: one row per event_id that occurs more than once on a date
-- severity: fail
-- stage: transform

select
    event_date,
    event_id,
    count(*) as count_rows
from events
group by event_date, event_id
having count(*) > 1
