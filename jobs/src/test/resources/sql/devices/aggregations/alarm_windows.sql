-- description: one row per day, window of six hours and alarm; which devices gave it
-- materialized: incremental_by_date

select
    sent_date,
    window(sent_at, '6 hours').start as starts_at,
    alarm,
    count(*) as count_reports,
    array_sort(collect_set(device_id)) as devices
from device_reports lateral view explode(array_distinct(alarms)) exploded as alarm
group by sent_date, window(sent_at, '6 hours'), alarm
