-- description: one row per id: a made-up transaction that keeps every rule, the same each time

with draws as (
    -- A draw is a number from 0 to just below 1 that depends on the id alone. Its square is more
    -- often near 0: a few users and products make most of the sales.
    select
        id,
        pmod(xxhash64(id, 'user'), 1000000) / 1000000 as user_draw,
        pmod(xxhash64(id, 'category'), 1000000) / 1000000 as category_draw,
        pmod(xxhash64(id, 'product'), 1000000) / 1000000 as product_draw,
        pmod(xxhash64(id, 'amount'), 1000000) / 1000000 as amount_draw,
        pmod(xxhash64(id, 'quantity'), 1000000) / 1000000 as quantity_draw,
        pmod(xxhash64(id, 'payment'), 1000000) / 1000000 as payment_draw,
        pmod(xxhash64(id, 'status'), 1000000) / 1000000 as status_draw,
        pmod(xxhash64(id, 'country'), 1000000) / 1000000 as country_draw,
        pmod(xxhash64(id, 'discount'), 1000000) / 1000000 as discount_draw,
        pmod(xxhash64(id, 'segment'), 1000000) / 1000000 as segment_draw,
        pmod(xxhash64(id, 'empty category'), 100) = 0 as has_no_category,
        pmod(xxhash64(id, 'delay'), 3600) as delay_seconds
    from ids
),

chosen as (
    select
        *,
        case
            when category_draw < 0.22 then 'electronics'
            when category_draw < 0.38 then 'clothing'
            when category_draw < 0.51 then 'groceries'
            when category_draw < 0.61 then 'home'
            when category_draw < 0.70 then 'books'
            when category_draw < 0.77 then 'sports'
            when category_draw < 0.83 then 'beauty'
            when category_draw < 0.88 then 'toys'
            when category_draw < 0.92 then 'garden'
            when category_draw < 0.95 then 'music'
            when category_draw < 0.98 then 'automotive'
            else 'jewelry'
        end as category
    from draws
)

select
    format_string('txn-%012d', id) as transaction_id,
    format_string('user-%04d', cast(5000 * power(user_draw, 2) as int)) as user_id,
    format_string('%s-%03d', category, cast(100 * power(product_draw, 2) as int)) as product_id,
    case when not has_no_category then category end as product_category,
    -- From 1 to 2000; about as many prices between 1 and 10 as between 10 and 100.
    cast(power(2000, amount_draw) as decimal(18, 2)) as amount,
    cast(1 + 9 * power(quantity_draw, 3) as int) as quantity,
    case
        when payment_draw < 0.45 then 'credit_card'
        when payment_draw < 0.72 then 'debit_card'
        when payment_draw < 0.90 then 'paypal'
        when payment_draw < 0.98 then 'bank_transfer'
    end as payment_method,
    case
        when status_draw < 0.86 then 'completed'
        when status_draw < 0.92 then 'pending'
        when status_draw < 0.97 then 'failed'
        else 'refunded'
    end as status,
    timestamp_seconds(unix_seconds(:start) + 30 * id + delay_seconds) as event_time,
    case
        when country_draw < 0.34 then 'US'
        when country_draw < 0.50 then 'DE'
        when country_draw < 0.63 then 'GB'
        when country_draw < 0.74 then 'FR'
        when country_draw < 0.82 then 'JP'
        when country_draw < 0.88 then 'ES'
        when country_draw < 0.93 then 'BR'
        when country_draw < 0.97 then 'IN'
    end as country_code,
    cast(
        case
            when discount_draw < 0.15 then 5
            when discount_draw < 0.25 then 10
            when discount_draw < 0.30 then 12.5
            when discount_draw < 0.36 then 20
            when discount_draw < 0.39 then 33.33
            when discount_draw < 0.40 then 50
            when discount_draw < 0.50 then 0
        end as decimal(5, 2)
    ) as discount_percent,
    case
        when segment_draw < 0.58 then 'regular'
        when segment_draw < 0.78 then 'new'
        when segment_draw < 0.95 then 'premium'
    end as customer_segment
from chosen
