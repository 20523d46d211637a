-- description: one row per page that references/pages.csv does not have, with how many events
-- severity: warn
-- stage: transform

select
    page,
    count(*) as count_events
from events
where section = 'unknown'
group by page
