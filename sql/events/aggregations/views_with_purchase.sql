-- description: one row per view and purchase of the same user within an hour after it
-- materialized: incremental_by_date
-- overlap: 1 day

-- It belongs to the day of the view; the purchase may be of the next one.
select
    views.event_date,
    views.event_id as view_id,
    purchases.event_id as purchase_id,
    views.user_id,
    views.page as viewed_page,
    purchases.page as purchased_page,
    views.occurred_at as viewed_at,
    purchases.occurred_at as purchased_at,
    purchases.amount
from events as views
inner join events as purchases
    on
        views.user_id = purchases.user_id
        and views.occurred_at <= purchases.occurred_at
        and views.occurred_at + interval 1 hour >= purchases.occurred_at
where views.event_type = 'view' and purchases.event_type = 'purchase'
