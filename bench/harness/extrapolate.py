"""What a log says on a later day: in a line with what it says on the second and the third day.

Counting numbers go on counting, dates go on by days. What was made up or measured by the clock is
taken from the third day as it is.
"""

import re
from datetime import date, timedelta
from typing import Any

from .process import BenchmarkError

NUMBER = re.compile(r"\d+")
DATE = re.compile(r"\d{4}-\d\d-\d\d")
DATES = re.compile(r"\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d")
TIME = re.compile(r"\d{4}-\d\d-\d\dT.*")
# Milliseconds since 1970 are no counter; no counter gets this far.
LEAST_TIME = 1_000_000_000_000


def extrapolate(second: Any, third: Any, day: int, place: str = "") -> Any:
    """The value on a day, from the third on.

    Fails where the two days differ in more than their values: then nobody knows how it goes on.
    """
    if second == third:
        return third
    if isinstance(second, dict) and isinstance(third, dict) and second.keys() == third.keys():
        return {key: extrapolate(second[key], third[key], day, f"{place}/{key}") for key in third}
    if isinstance(second, list) and isinstance(third, list) and len(second) == len(third):
        pairs = enumerate(zip(second, third, strict=True))
        return [extrapolate(*pair, day, f"{place}/{number}") for number, pair in pairs]
    if type(second) is int and type(third) is int:
        return third if third >= LEAST_TIME else _line(second, third, day)
    if isinstance(second, str) and isinstance(third, str):
        return _text(second, third, day)
    raise BenchmarkError(
        f"Cannot go on from the third day: {place} is {second!r} on the second and {third!r} on "
        "the third; bench/harness/extrapolate.py has to learn how it goes on"
    )


def _text(second: str, third: str, day: int) -> str:
    if TIME.fullmatch(third):
        return third
    if DATES.fullmatch(second) and DATES.fullmatch(third):
        ends = zip(second.split(".."), third.split(".."), strict=True)
        return "..".join(_text(*end, day) for end in ends)
    if DATE.search(third) and DATE.sub(_next_day, second) == third:
        return DATE.sub(lambda found: _later(found[0], day - 3), third)
    if NUMBER.split(second) != NUMBER.split(third):
        return third
    earlier = iter(NUMBER.findall(second))
    return NUMBER.sub(
        lambda found: str(_line(int(next(earlier)), int(found[0]), day)).zfill(len(found[0])),
        third,
    )


def _line(second: int, third: int, day: int) -> int:
    return third + (day - 3) * (third - second)


def _next_day(found: re.Match[str]) -> str:
    return _later(found[0], 1)


def _later(text: str, days: int) -> str:
    return (date.fromisoformat(text) + timedelta(days=days)).isoformat()
