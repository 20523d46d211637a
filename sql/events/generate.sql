-- description: one row per id: a made-up event that keeps every rule, the same each time

-- Six ids are a visit of one user: a page after the other, at times with a click or a purchase.
-- 500 visits make a day.
with visits as (
    select
        id,
        id div 6 as visit,
        cast(id % 6 as int) as step,
        pmod(xxhash64(id, 'wait'), 480) as wait_seconds,
        pmod(xxhash64(id, 'page'), 1000000) / 1000000 as page_draw,
        pmod(xxhash64(id, 'event'), 100) as event_draw,
        pmod(xxhash64(id, 'amount'), 20000) as cents
    from ids
),

times as (
    -- Every fifth visit begins in the last 20 minutes of a day, so that most of those cross
    -- midnight. In every tenth visit the user takes a break of an hour before the last two steps.
    select
        *,
        86400 * (visit div 500)
        + case
            when visit % 5 = 0 then 85200 + pmod(xxhash64(visit, 'begins'), 1200)
            else pmod(xxhash64(visit, 'begins'), 86400)
        end
        + 480 * step + wait_seconds
        + case when visit % 10 = 7 and step >= 4 then 3600 else 0 end as seconds,
        case
            when step = 2 and event_draw < 70 then 'click'
            when step = 4 and event_draw < 40 then 'click'
            when step = 5 and event_draw < 45 then 'purchase'
            else 'view'
        end as event_type
    from visits
)

select
    format_string('evt-%012d', id) as event_id,
    event_type,
    format_string('user-%04d', pmod(xxhash64(visit, 'user'), 1000)) as user_id,
    -- The square of a draw is more often near 0: a few pages get most of the views.
    format_string('/p/%02d', cast(1 + 24 * power(page_draw, 2) as int)) as page,
    -- From 1.00 to 200.99.
    case when event_type = 'purchase' then cast((100 + cents) / 100 as decimal(12, 2)) end
        as amount,
    timestamp_seconds(unix_seconds(:start) + seconds) as occurred_at
from times
