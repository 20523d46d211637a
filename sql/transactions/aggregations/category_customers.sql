-- description: one row per product category and customer who ever bought of it
-- materialized: distinct_keys

select distinct
    product_category,
    user_id
from transformed_transactions
