-- description: one row per transaction: what was read, and what follows from it

with filled as (
    select
        transaction_id,
        user_id,
        product_id,
        amount,
        quantity,
        payment_method,
        status,
        event_time,
        upper(country_code) as country_code,
        coalesce(product_category, 'unknown') as product_category,
        cast(coalesce(discount_percent, 0) as decimal(5, 2)) as discount_percent,
        coalesce(customer_segment, 'unclassified') as customer_segment
    from source
),

priced as (
    select
        *,
        -- A percentage with two digits is a share with four. Nothing is lost here, so the
        -- products below are exact, and money is rounded once.
        cast(1 - discount_percent / 100 as decimal(5, 4)) as share_to_pay
    from filled
)

select
    transaction_id,
    user_id,
    product_id,
    amount,
    quantity,
    payment_method,
    status,
    country_code,
    product_category,
    discount_percent,
    cast(round(amount * share_to_pay, 2) as decimal(18, 2)) as discounted_amount,
    cast(round(amount * quantity * share_to_pay, 2) as decimal(28, 2)) as revenue,
    case
        when status = 'completed' then 'success'
        when status = 'pending' then 'in_progress'
        when status in ('failed', 'refunded') then 'unsuccessful'
        else 'unknown'
    end as status_category,
    customer_segment,
    event_time as event_timestamp,
    to_date(event_time) as event_date,
    hour(event_time) as event_hour,
    dayofweek(event_time) as day_of_week, -- 1 = Sunday … 7 = Saturday
    amount >= 200 as is_high_value,
    quantity > 3 as is_bulk_order,
    discount_percent > 0 as has_discount
from priced
