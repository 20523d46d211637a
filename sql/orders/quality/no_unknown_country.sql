-- description: one row per date with orders that say no country, with how many
-- severity: warn
-- stage: transform

select
    order_date,
    count(distinct order_id) as count_orders
from order_lines
where country = 'unknown'
group by order_date
