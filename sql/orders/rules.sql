-- description: one row per order that was read; each column says whether it keeps a rule

select
    -- Without an item there would be no line, and the order would be lost.
    size(items) > 0 as order_has_items,
    -- An item that is null makes these null, which breaks them too.
    forall(items, item -> item.quantity > 0) as quantities_are_positive,
    forall(items, item -> item.price >= 0) as prices_are_not_negative,
    customer.email is null or customer.email like '%_@_%' as email_has_an_at,
    source.timestamp >= timestamp '2000-01-01 00:00:00' as ordered_since_2000,
    source.timestamp <= _landed_at + interval 1 day as ordered_before_landing
from source
