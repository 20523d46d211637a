-- description: one row per sensor, over all days
-- materialized: full
select
    sensor_id,
    sum(total_readings) as total_readings,
    min(min_celsius) as min_celsius,
    max(max_celsius) as max_celsius
from daily_sensor_metrics
group by sensor_id
