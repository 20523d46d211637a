"""What the tables must hold, worked out from the raw files in plain Python.

It follows the documentation and the pipeline's SQL as a person reads them, and shares no code with
the jobs: `sql/transactions` is written down here a second time.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

REQUIRED = ["transaction_id", "user_id", "product_id", "amount", "quantity", "status", "event_time"]
OPTIONAL = [
    "product_category",
    "payment_method",
    "country_code",
    "discount_percent",
    "customer_segment",
]
PAYMENTS = {"credit_card", "debit_card", "paypal", "bank_transfer"}
SEGMENTS = {"premium", "regular", "new"}
STATUS_CATEGORIES = {
    "completed": "success",
    "pending": "in_progress",
    "failed": "unsuccessful",
    "refunded": "unsuccessful",
}
CENT = Decimal("0.01")

Record = dict[str, Any]


@dataclass(frozen=True)
class RawFile:
    """A file as it landed, and the batch that a delivery note put it into."""

    batch: int
    path: str
    content: bytes
    landed_at: datetime


@dataclass(frozen=True)
class Quarantined:
    batch: int
    file: str
    record: Mapping[str, str | None] | str
    codes: frozenset[str]
    event_date: date | None


@dataclass
class Account:
    """What the ledger must say of a file."""

    batch: int
    status: str = "ingested"
    rows_read: int = 0
    rows_written: int = 0
    rows_duplicate: int = 0
    rows_quarantined: int = 0
    rows_undated: int = 0
    lines_ignored: int = 0
    dates: dict[date, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))


@dataclass
class Expected:
    transformed: list[Record] = field(default_factory=list)
    quarantine: list[Quarantined] = field(default_factory=list)
    files: dict[tuple[int, str], Account] = field(default_factory=dict)


def expect(files: Iterable[RawFile]) -> Expected:
    """All files in the order in which they count: by batch, and by path within one."""
    expected = Expected()
    published: dict[tuple[date, str], Record] = {}
    for file in sorted(files, key=lambda one: (one.batch, one.path)):
        account = expected.files[file.batch, file.path] = Account(file.batch)
        lines = file.content.decode().split("\n")[:-1]
        columns = next(csv.reader(lines[:1]), None)
        if columns is None:
            continue
        if not set(REQUIRED) <= set(columns):
            account.status = "rejected"
            continue
        for line in lines[1:]:
            if line.strip():
                _take(line, columns, file, account, expected, published)
            else:
                account.lines_ignored += 1
    return expected


def _take(
    line: str,
    columns: Sequence[str],
    file: RawFile,
    account: Account,
    expected: Expected,
    published: dict[tuple[date, str], Record],
) -> None:
    account.rows_read += 1
    values = next(csv.reader([line]))
    raw = {column: value or None for column, value in zip(columns, values, strict=False)}
    typed: Record = {column: _typed(column, raw.get(column)) for column in REQUIRED + OPTIONAL}
    codes = {f"{column}_{fault}" for column, fault in _misfits(typed)}
    codes |= set(_broken(typed, file.landed_at))
    if len(values) != len(columns):
        codes = {"column_count"}
    day = _date(typed["event_time"])
    whole = raw if len(values) == len(columns) else line
    if not codes:
        assert day is not None  # a record without a day has a code that says why
        before = published.setdefault((day, typed["transaction_id"]), typed)
        if before is typed:
            account.rows_written += 1
            account.dates[day][0] += 1
            expected.transformed.append(_transformed(typed) | {"source_file": file.path})
            return
        if before == typed:
            account.rows_duplicate += 1
            account.dates[day][1] += 1
            return
        codes = {"conflicting_duplicate"}
    account.rows_quarantined += 1
    if day is None:
        account.rows_undated += 1
    else:
        account.dates[day][2] += 1
    expected.quarantine.append(Quarantined(file.batch, file.path, whole, frozenset(codes), day))


class _Misfit:
    """Stands in a typed record where the raw value was missing or did not fit."""

    def __init__(self, fault: str) -> None:
        self.fault = fault


def _typed(column: str, value: str | None) -> object:
    if value is None or not value.strip():
        return _Misfit("missing") if column in REQUIRED else None
    if column in ("amount", "discount_percent"):
        fits = re.fullmatch(r"[+-]?\d{1,16}(\.\d{1,2})?", value.strip())
        return Decimal(value.strip()) if fits else _Misfit("type")
    if column == "quantity":
        if re.fullmatch(r"[+-]?\d+", value.strip()) and abs(int(value)) < 2**31:
            return int(value)
        return _Misfit("type")
    if column == "event_time":
        try:
            return datetime.strptime(value.strip(), "%Y-%m-%d %H:%M:%S")
        except ValueError:
            return _Misfit("type")
    return value


def _misfits(typed: Record) -> Iterator[tuple[str, str]]:
    for column, value in typed.items():
        if isinstance(value, _Misfit):
            yield column, value.fault


def _broken(typed: Record, landed_at: datetime) -> Iterator[str]:
    """The rules that the record breaks; one isn't asked about a value that has a reason."""
    latest = landed_at.astimezone(UTC).replace(tzinfo=None) + timedelta(days=1)
    rules: list[tuple[str, str, Callable[[Any], object]]] = [
        ("amount_is_positive", "amount", lambda amount: amount > 0),
        ("quantity_is_positive", "quantity", lambda quantity: quantity > 0),
        ("payment_method_is_known", "payment_method", lambda method: method in PAYMENTS),
        ("event_time_is_since_2000", "event_time", lambda time: time.year >= 2000),
        ("event_time_is_not_after_landing", "event_time", lambda time: time <= latest),
        (
            "country_code_is_two_letters",
            "country_code",
            lambda code: re.fullmatch("[A-Za-z]{2}", code),
        ),
        ("discount_percent_is_0_to_100", "discount_percent", lambda part: 0 <= part <= 100),
        ("customer_segment_is_known", "customer_segment", lambda segment: segment in SEGMENTS),
    ]
    for rule, column, holds in rules:
        value = typed[column]
        if value is not None and not isinstance(value, _Misfit) and not holds(value):
            yield rule


def _date(event_time: object) -> date | None:
    if isinstance(event_time, datetime) and 1900 <= event_time.year <= 2100:
        return event_time.date()
    return None


def _transformed(typed: Record) -> Record:
    amount, quantity, time = typed["amount"], typed["quantity"], typed["event_time"]
    discount = typed["discount_percent"] or Decimal(0)
    share = 1 - discount / 100
    country = typed["country_code"]
    return {
        "transaction_id": typed["transaction_id"],
        "user_id": typed["user_id"],
        "product_id": typed["product_id"],
        "amount": amount,
        "quantity": quantity,
        "payment_method": typed["payment_method"],
        "status": typed["status"],
        "country_code": country and country.upper(),
        "product_category": typed["product_category"] or "unknown",
        "discount_percent": discount,
        "discounted_amount": (amount * share).quantize(CENT, ROUND_HALF_UP),
        "revenue": (amount * quantity * share).quantize(CENT, ROUND_HALF_UP),
        "status_category": STATUS_CATEGORIES.get(typed["status"], "unknown"),
        "customer_segment": typed["customer_segment"] or "unclassified",
        "event_timestamp": time,
        "event_date": time.date(),
        "event_hour": time.hour,
        "day_of_week": time.isoweekday() % 7 + 1,
        "is_high_value": amount >= 200,
        "is_bulk_order": quantity > 3,
        "has_discount": discount > 0,
    }
