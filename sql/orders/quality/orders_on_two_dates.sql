-- description: one row per order_id that is on more than one date
-- severity: warn
-- stage: transform

select
    order_id,
    count(distinct order_date) as count_dates,
    min(order_date) as first_date,
    max(order_date) as last_date
from order_lines
group by order_id
having count(distinct order_date) > 1
