-- description: one row per report

select
    device_id,
    sequence,
    sent_at,
    to_date(sent_at) as sent_date,
    readings,
    coalesce(alarms, cast(array() as array<string>)) as alarms,
    try_element_at(readings, 'celsius') as celsius,
    network.kind as network_kind,
    array_max(transform(network.cells, cell -> cell.dbm)) as best_dbm
from source
