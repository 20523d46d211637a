-- description: one row per reading
select
    sensor_id,
    sequence,
    measured_at,
    to_date(measured_at) as measured_date,
    celsius,
    celsius * 9 / 5 + 32 as fahrenheit,
    coalesce(is_indoor, false) as is_indoor,
    calibrated as calibrated_date
from source
