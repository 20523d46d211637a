-- description: one row per view and purchase that are not within an hour
-- severity: fail

select
    view_id,
    purchase_id,
    viewed_at,
    purchased_at
from views_with_purchase
where (purchased_at between viewed_at and viewed_at + interval 1 hour) is not true
