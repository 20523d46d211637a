-- description: one row per day and name of a reading; its figures over that day
-- materialized: incremental_by_date

select
    sent_date,
    name,
    count(*) as count_readings,
    count(distinct device_id) as count_devices,
    min(reading) as smallest,
    max(reading) as largest,
    sum(reading) as summed
from device_reports lateral view explode(readings) exploded as name, reading
group by sent_date, name
