-- description: the sensors whose total is not the number of their readings
-- severity: warn
with

readings as (
    select
        sensor_id,
        count(*) as total_readings
    from sensor_readings
    group by sensor_id
)

select
    readings.sensor_id,
    readings.total_readings,
    sensor_metrics.total_readings as metrics_readings
from readings
left join sensor_metrics
    on readings.sensor_id = sensor_metrics.sensor_id
where not readings.total_readings <=> sensor_metrics.total_readings
