-- description: one row per transaction whose money is negative or above the price without discount
-- severity: fail
-- stage: transform

select
    event_date,
    transaction_id,
    amount,
    quantity,
    discount_percent,
    discounted_amount,
    revenue
from transformed_transactions
where
    (
        discounted_amount between 0 and amount
        and revenue between 0 and amount * quantity
    ) is not true
