-- description: one row per event, with the section that its page belongs to

select
    source.event_id,
    source.event_type,
    source.user_id,
    source.page,
    coalesce(pages.section, 'unknown') as section,
    source.amount,
    source.occurred_at,
    to_date(source.occurred_at) as event_date
from source
left outer join pages on source.page = pages.page
