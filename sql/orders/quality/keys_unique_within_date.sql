-- description: one row per order line that occurs more than once on a date
-- severity: fail
-- stage: transform

select
    order_date,
    order_id,
    line_number,
    count(*) as count_rows
from order_lines
group by order_date, order_id, line_number
having count(*) > 1
