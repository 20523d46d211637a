-- description: one row per event that was read; each column says whether it keeps a rule

select
    event_type in ('view', 'click', 'purchase') as event_type_is_known,
    -- A purchase without an amount makes this null, which breaks it too.
    event_type <> 'purchase' or amount > 0 as purchases_have_an_amount,
    event_type = 'purchase' or amount is null as only_purchases_have_an_amount,
    occurred_at >= timestamp '2000-01-01 00:00:00' as occurred_since_2000,
    occurred_at <= _landed_at + interval 1 day as occurred_before_landing
from source
