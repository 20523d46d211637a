-- description: one row per product category; its figures over everything published
-- materialized: full

-- Days add up, but a customer of two days is one customer: customers and products are counted in
-- the sets of all that ever were. So nothing here reads every transaction again.
with customers as (
    select
        product_category,
        count(*) as unique_customers
    from category_customers
    group by product_category
),

products as (
    select
        product_category,
        count(*) as unique_products
    from category_products
    group by product_category
),

days as (
    select
        product_category,
        added_figures(),
        sum(total_discount_percent) as total_discount_percent
    from daily_category_metrics
    group by product_category
),

totals as (
    select
        days.*,
        customers.unique_customers,
        products.unique_products
    from days
    inner join customers on days.product_category = customers.product_category
    inner join products on days.product_category = products.product_category
)

select
    product_category,
    published_figures(),
    current_timestamp() as aggregation_timestamp
from totals
