select
    at >= timestamp '1971-01-01 00:00:00' as at_is_after_1970,
    coalesce(who.age, 0) >= 0 as age_is_not_negative
from source
