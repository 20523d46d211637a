-- description: one row per day and side whose hours the other side does not have
-- severity: fail

with sides as (
    select
        'events' as found_in,
        event_date,
        count_if(event_type = 'view') as views,
        count_if(event_type = 'click') as clicks,
        count_if(event_type = 'purchase') as purchases,
        coalesce(sum(amount), 0.00) as revenue
    from events
    group by event_date
    union all
    select
        'hourly_sections' as found_in,
        event_date,
        sum(views) as views,
        sum(clicks) as clicks,
        sum(purchases) as purchases,
        sum(revenue) as revenue
    from hourly_sections
    group by event_date
)

-- Equal figures make a group of two rows, one from each side. Any other group is a difference.
select
    event_date,
    views,
    clicks,
    purchases,
    revenue,
    min(found_in) as found_in
from sides
group by event_date, views, clicks, purchases, revenue
having count(*) <> 2 or count(distinct found_in) <> 2
