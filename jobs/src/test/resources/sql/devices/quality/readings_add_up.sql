-- description: one row per day whose reports have another number of readings than the figures
-- severity: fail

with sides as (
    select
        sent_date,
        sum(size(readings)) as count_readings
    from device_reports
    group by sent_date
    union all
    select
        sent_date,
        -sum(count_readings) as count_readings
    from daily_readings
    group by sent_date
)

select
    sent_date,
    sum(count_readings) as difference
from sides
group by sent_date
having sum(count_readings) <> 0
