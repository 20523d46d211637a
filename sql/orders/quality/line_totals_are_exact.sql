-- description: one row per order line whose total is not its quantity times its price
-- severity: fail
-- stage: transform

select
    order_date,
    order_id,
    line_number,
    quantity,
    price,
    line_total
from order_lines
where (quantity > 0 and price >= 0 and line_total = quantity * price) is not true
