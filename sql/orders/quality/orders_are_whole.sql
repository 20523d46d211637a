-- description: one row per order and date whose lines are not all there, numbered from 1
-- severity: fail
-- stage: transform

select
    order_date,
    order_id,
    count(*) as count_rows,
    min(line_number) as first_line,
    max(line_number) as last_line,
    min(count_lines) as count_lines
from order_lines
group by order_date, order_id
having
    min(line_number) <> 1
    or max(line_number) <> count(*)
    or min(count_lines) <> count(*)
    or max(count_lines) <> count(*)
