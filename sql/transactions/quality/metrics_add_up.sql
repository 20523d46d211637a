-- description: one row per category and side whose figures the other side does not have
-- severity: fail

with transactions as (
    select
        product_category,
        transaction_figures()
    from transformed_transactions
    group by product_category
),

sides as (
    select
        'transformed_transactions' as found_in,
        product_category,
        unique_customers,
        unique_products,
        compared_figures()
    from transactions
    union all
    select
        'transaction_metrics' as found_in,
        product_category,
        unique_customers,
        unique_products,
        compared_figures()
    from transaction_metrics
)

-- Equal figures make a group of two rows, one from each side. Any other group is a difference.
select
    product_category,
    unique_customers,
    unique_products,
    compared_figures(),
    min(found_in) as found_in
from sides
group by all
having count(*) <> 2 or count(distinct found_in) <> 2
