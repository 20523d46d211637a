-- description: one row per order line: an item of an order, with what the order says

with lines as (
    select
        source.*,
        place,
        item
    from source lateral view posexplode(items) exploded as place, item
)

select
    order_id,
    place + 1 as line_number, -- 1 is the first line of an order
    item.item_id,
    item.product_name,
    item.quantity,
    item.price,
    cast(item.quantity * item.price as decimal(22, 2)) as line_total, -- nothing is rounded
    size(items) as count_lines,
    customer.customer_id,
    -- Whole, under its own name: so it stays hidden, as pipeline.yaml calls it personal.
    customer,
    customer.address.city,
    customer.address.postal_code,
    coalesce(upper(customer.address.country), 'unknown') as country,
    payment.method as payment_method,
    payment.transaction_id as payment_transaction_id,
    metadata,
    lines.timestamp as ordered_at,
    to_date(lines.timestamp) as order_date
from lines
