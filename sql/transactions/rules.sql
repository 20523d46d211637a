-- description: one row per transaction that was read; each column says whether it keeps a rule

select
    amount > 0 as amount_is_positive,
    quantity > 0 as quantity_is_positive,
    payment_method is null
    or payment_method in ('credit_card', 'debit_card', 'paypal', 'bank_transfer')
        as payment_method_is_known,
    event_time >= timestamp '2000-01-01 00:00:00' as event_time_is_since_2000,
    event_time <= _landed_at + interval 1 day as event_time_is_not_after_landing,
    -- The length is asked for as well, because a pattern alone lets a line break at the end pass.
    country_code is null
    or (length(country_code) = 2 and country_code rlike '^[A-Za-z]{2}$')
        as country_code_is_two_letters,
    discount_percent is null
    or discount_percent between 0 and 100 as discount_percent_is_0_to_100,
    customer_segment is null
    or customer_segment in ('premium', 'regular', 'new') as customer_segment_is_known
from source
