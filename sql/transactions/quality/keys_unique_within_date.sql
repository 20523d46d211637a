-- description: one row per transaction_id that occurs more than once on a date
-- severity: fail
-- stage: transform

select
    event_date,
    transaction_id,
    count(*) as count_rows
from transformed_transactions
group by event_date, transaction_id
having count(*) > 1
