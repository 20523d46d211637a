-- description: one row per id: a made-up order that keeps every rule, the same each time

with draws as (
    -- A draw is a number from 0 to just below 1 that depends on the id alone. Its square is more
    -- often near 0: a few customers make most of the orders.
    select
        id,
        cast(2000 * power(pmod(xxhash64(id, 'customer'), 1000000) / 1000000, 2) as int)
            as customer,
        cast(1 + 6 * power(pmod(xxhash64(id, 'lines'), 1000000) / 1000000, 3) as int)
            as count_lines,
        pmod(xxhash64(id, 'payment'), 1000000) / 1000000 as payment_draw,
        pmod(xxhash64(id, 'delay'), 3600) as delay_seconds
    from ids
),

chosen as (
    -- A customer lives in one place.
    select
        *,
        element_at(
            array(
                named_struct('city', 'Boston', 'postal_code', '02134', 'country', 'US'),
                named_struct('city', 'Chicago', 'postal_code', '60601', 'country', 'US'),
                named_struct('city', 'München', 'postal_code', '80331', 'country', 'DE'),
                named_struct('city', 'London', 'postal_code', 'SW1A 1AA', 'country', 'GB'),
                named_struct('city', 'Lyon', 'postal_code', '69001', 'country', 'FR'),
                named_struct('city', 'Kraków', 'postal_code', '31-001', 'country', 'PL')
            ),
            1 + customer % 6
        ) as address,
        case
            when payment_draw < 0.55 then 'credit_card'
            when payment_draw < 0.85 then 'paypal'
            when payment_draw < 0.97 then 'bank_transfer'
        end as payment_method
    from draws
)

select
    format_string('ord-%012d', id) as order_id,
    timestamp_seconds(unix_seconds(:start) + 30 * id + delay_seconds) as timestamp,
    named_struct(
        'customer_id', format_string('cust-%04d', customer),
        'name', format_string('Customer %d', customer),
        'email', format_string('customer-%d@example.com', customer),
        'address', address
    ) as customer,
    transform(
        sequence(1, count_lines),
        line -> named_struct(
            'item_id', format_string('item-%03d', pmod(xxhash64(id, line, 'item'), 400)),
            'product_name', format_string('Product %d', pmod(xxhash64(id, line, 'item'), 400)),
            'quantity', cast(1 + pmod(xxhash64(id, line, 'quantity'), 4) as int),
            -- From 1.00 to 300.99.
            'price', cast((100 + pmod(xxhash64(id, line, 'price'), 30000)) / 100 as decimal(12, 2))
        )
    ) as items,
    named_struct(
        'method', payment_method,
        'transaction_id',
        case when payment_method is not null then format_string('pay-%012d', id) end
    ) as payment,
    array(
        named_struct('key', 'channel', 'value', case when id % 3 = 0 then 'app' else 'web' end),
        named_struct('key', 'campaign', 'value', case when id % 5 = 0 then 'spring' end)
    ) as metadata
from chosen
