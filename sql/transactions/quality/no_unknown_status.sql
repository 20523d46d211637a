-- description: one row per status that has no category, with how often it came
-- severity: warn
-- stage: transform

select
    status,
    count(*) as count_rows,
    min(event_date) as first_date,
    max(event_date) as last_date
from transformed_transactions
where status_category = 'unknown'
group by status
