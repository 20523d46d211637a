-- description: one row per country and customer who ever ordered from there
-- materialized: distinct_keys

select distinct
    country,
    customer_id
from order_lines
