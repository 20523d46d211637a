-- description: one rule per way in which a sensor is known to fail
select
    celsius between -60 and 60 as celsius_is_plausible,
    sequence >= 0 as sequence_is_not_negative,
    calibrated is null or calibrated <= measured_at as calibrated_before_measured
from source
