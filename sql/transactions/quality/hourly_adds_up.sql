-- description: one row per day, category and side whose figures the other side does not have
-- severity: fail

with hours as (
    select
        event_date,
        product_category,
        added_figures()
    from hourly_category_metrics
    group by event_date, product_category
),

sides as (
    select
        'hourly_category_metrics' as found_in,
        event_date,
        product_category,
        compared_figures()
    from hours
    union all
    select
        'daily_category_metrics' as found_in,
        event_date,
        product_category,
        compared_figures()
    from daily_category_metrics
)

-- Equal figures make a group of two rows, one from each side. Any other group is a difference.
select
    event_date,
    product_category,
    compared_figures(),
    min(found_in) as found_in
from sides
group by all
having count(*) <> 2 or count(distinct found_in) <> 2
