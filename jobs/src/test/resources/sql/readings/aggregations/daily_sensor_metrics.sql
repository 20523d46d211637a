-- description: one row per day and sensor
-- materialized: incremental_by_date
select
    measured_date,
    sensor_id,
    count(*) as total_readings,
    min(celsius) as min_celsius,
    max(celsius) as max_celsius
from sensor_readings
group by measured_date, sensor_id
