-- description: one reading per id, from ten sensors, a minute apart
select
    concat('sensor-', cast(id % 10 as string)) as sensor_id,
    id as sequence,
    :start + make_interval(0, 0, 0, 0, 0, id) as measured_at,
    cast(pmod(xxhash64(id, 'celsius'), 400) as double) / 10 as celsius,
    id % 2 = 0 as is_indoor,
    cast(null as date) as calibrated
from ids
