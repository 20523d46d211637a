-- description: one row per report that was read; each column says whether it keeps a rule

select
    size(readings) > 0 as has_readings,
    -- A reading that is null breaks it.
    forall(map_values(readings), reading -> reading is not null) as readings_are_there,
    alarms is null
    or forall(alarms, alarm -> alarm in ('hot', 'cold', 'open')) as alarms_are_known
from source
