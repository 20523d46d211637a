-- description: one row per record, as it was read
select
    id,
    amount,
    at,
    note,
    quantity,
    total,
    ratio,
    active,
    day,
    who,
    tags,
    marks,
    to_date(at) as event_date
from source
