-- description: one row per product category and product that was ever sold in it
-- materialized: distinct_keys

select distinct
    product_category,
    product_id
from transformed_transactions
