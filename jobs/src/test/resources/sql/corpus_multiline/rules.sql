select
    at >= timestamp '1971-01-01 00:00:00' as at_is_after_1970,
    at <= timestamp '2036-01-01 00:00:00' as at_is_before_2036
from source
