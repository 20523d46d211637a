"""Made-up files that land: mostly good rows, some bad in every way, and some that came before."""

import csv
import io
from dataclasses import dataclass, field, replace
from random import Random

HEADER = [
    "transaction_id",
    "user_id",
    "product_id",
    "product_category",
    "amount",
    "quantity",
    "payment_method",
    "status",
    "event_time",
    "country_code",
    "discount_percent",
    "customer_segment",
]
CATEGORIES = ["books", "music", "toys", ""]
USERS = ["u1", "u2", "u3", "u,4", 'u"5', "ü6"]
PAYMENTS = ["credit_card", "debit_card", "paypal", "bank_transfer", ""]
STATUSES = ["completed", "completed", "pending", "failed", "refunded", "lost"]
DISCOUNTS = ["", "0.00", "5", "12.50", "33.33", "100"]

# Each breaks a type, a NOT NULL or a rule; the last ones break several things at once.
BAD = [
    {"transaction_id": ""},
    {"amount": "ten"},
    {"amount": "1.005"},
    {"amount": ""},
    {"amount": "0.00"},
    {"quantity": "1.5"},
    {"quantity": "-1"},
    {"quantity": "2147483648"},
    {"payment_method": "shells"},
    {"status": " "},
    {"event_time": "2024-02-30 10:00:00"},
    {"event_time": "10:15"},
    {"event_time": "1999-12-31 23:59:59"},
    {"event_time": "2099-01-01 00:00:00"},
    {"event_time": "1899-01-01 00:00:00"},
    {"country_code": "DEU"},
    {"discount_percent": "100.01"},
    {"customer_segment": "old"},
    {"amount": "-1", "quantity": "0", "country_code": "1"},
    {"amount": "NaN", "event_time": "", "customer_segment": "old"},
]

Row = dict[str, str]


@dataclass(frozen=True)
class Mix:
    """How often, of a hundred rows or files, something else comes than a new and good one."""

    bad_rows: int = 8
    odd_lines: int = 4
    repeated_rows: int = 12
    conflicting_rows: int = 4
    repeated_files: int = 8
    odd_files: int = 10

    def without_duplicates(self) -> "Mix":
        return replace(self, repeated_rows=0, conflicting_rows=0, repeated_files=0)


@dataclass
class Feed:
    """The files of one round, the same for the same random numbers.

    Rows with one key and other values never stand in one file: which of them stays would be
    decided by a hash, and the oracle knows none.
    """

    random: Random
    mix: Mix
    prefix: str
    serial: int = 0
    sent: list[Row] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)

    def file(self) -> bytes:
        if self.files and self._chance(self.mix.repeated_files):
            return self.random.choice(self.files)
        if self._chance(self.mix.odd_files):
            return self.random.choice([b"", _line(HEADER).encode(), b"who,what\n1,2\n"])
        content = self._rows().encode()
        self.files.append(content)
        return content

    def _rows(self) -> str:
        columns = list(HEADER)
        if self.random.random() < 0.3:
            self.random.shuffle(columns)
        lines = [_line(columns)]
        rows: list[Row] = []
        for _ in range(self.random.randint(3, 25)):
            if self._chance(self.mix.odd_lines):
                lines.append(self._odd_line(columns))
                continue
            row = self._row(rows)
            rows.append(row)
            lines.append(_line([row[column] for column in columns]))
        self.sent += rows
        return "".join(lines)

    def _row(self, here: list[Row]) -> Row:
        draw = self.random
        if self.sent + here and self._chance(self.mix.repeated_rows):
            again = draw.choice(self.sent + here)
            if self._fits(again, here):
                # Values decide what is equal, not how they are written.
                return again | draw.choice([{}, {"quantity": f" {again['quantity']} "}])
        if self.sent and self._chance(self.mix.conflicting_rows):
            change = draw.choice([{"product_id": "p0"}, {"event_time": "2024-03-02 00:00:00"}])
            other = draw.choice(self.sent) | change
            if self._fits(other, here):
                return other
        row = self._new()
        return row | draw.choice(BAD) if self._chance(self.mix.bad_rows) else row

    def _new(self) -> Row:
        self.serial += 1
        draw = self.random
        day, second = draw.randint(1, 3), draw.randrange(86_400)
        hour, minute = second // 3600, second // 60 % 60
        return {
            "transaction_id": f"{self.prefix}-{self.serial}",
            "user_id": draw.choice(USERS),
            "product_id": f"p{draw.randint(1, 9)}",
            "product_category": draw.choice(CATEGORIES),
            "amount": f"{draw.randint(1, 49_999) / 100:.2f}",
            "quantity": str(draw.randint(1, 6)),
            "payment_method": draw.choice(PAYMENTS),
            "status": draw.choice(STATUSES),
            "event_time": f"2024-03-{day:02} {hour:02}:{minute:02}:{second % 60:02}",
            "country_code": draw.choice(["DE", "us", ""]),
            "discount_percent": draw.choice(DISCOUNTS),
            "customer_segment": draw.choice(["premium", "regular", "new", ""]),
        }

    def _odd_line(self, columns: list[str]) -> str:
        row = self._new()
        values = [row[column] for column in columns]
        return self.random.choice(["\n", _line(values[:-3]), _line([*values, "more"])])

    def _fits(self, row: Row, here: list[Row]) -> bool:
        twins = [other for other in here if other["transaction_id"] == row["transaction_id"]]
        return all(other == row for other in twins)

    def _chance(self, percent: int) -> bool:
        return self.random.random() * 100 < percent


def _line(values: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(values)
    return text.getvalue()
