-- description: one row per record, as it was read
select
    id,
    amount,
    at,
    note,
    who,
    tags,
    to_date(at) as event_date
from source
