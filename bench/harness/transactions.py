"""Landed files of the transactions pipeline: the same bytes on every machine.

In clean ones every row is valid. In dirty ones rows have been put in the place of some, spread
evenly over every file: one in a hundred is bad, one in two hundred came before, in the same file
or in another.
"""

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from pathlib import Path
from random import Random

# A part of the manifest: raise it when the rows change, so that nobody measures old ones.
VERSION = 2
LEAST_FILES = 8
MOST_ROWS_OF_A_FILE = 500_000

HEADER = (
    "transaction_id,user_id,product_id,product_category,amount,quantity,payment_method,status,"
    "event_time,country_code,discount_percent,customer_segment"
)
CATEGORIES = [
    *["electronics"] * 3,
    *["clothing"] * 2,
    *["home_and_garden", "sports", "books", "toys", "groceries", "beauty", "automotive"],
    *["health", "office_supplies"],
    *[""] * 2,
]
PAYMENTS = ["credit_card", "credit_card", "debit_card", "debit_card", "paypal", "bank_transfer"]
STATUSES = [*["completed"] * 13, "pending", "failed", "refunded"]
COUNTRIES = [
    *["US"] * 3,
    *["DE", "GB"] * 2,
    *["FR", "ES", "IT", "NL", "SE", "PL", "BR", "IN", "JP"],
]
DISCOUNTS = ["", "0.00", "0.00", "0.00", "5.00", "10.00", "12.50", "20.00"]
SEGMENTS = ["premium", "regular", "regular", "regular", "regular", "new", "new", ""]


@dataclass(frozen=True)
class Shop:
    """Who buys what, and when."""

    users: int
    products: int
    dates: Sequence[str]


# Its dates are long past when the files land.
SHOP = Shop(50_000, 5_000, ["2024-03-01", "2024-03-02", "2024-03-03"])

# A block's rows follow from the number of its first, so that any file can have a row of another.
BLOCK = 400
BAD_PLACES = {37, 137, 237, 337}
REPEATING_PLACE = 211
REPEATING_ANOTHER_FILE_PLACE = 311
REPEATED_PLACE = 11

# Each way to be bad, and the values that make a row so.
BAD = {
    "amount_is_text": {"amount": "twelve"},
    "amount_has_three_digits": {"amount": "1.005"},
    "amount_is_missing": {"amount": ""},
    "amount_is_negative": {"amount": "-9.99"},
    "quantity_is_a_fraction": {"quantity": "1.5"},
    "status_is_missing": {"status": ""},
    "payment_method_is_unknown": {"payment_method": "shells"},
    "day_does_not_exist": {"event_time": "2024-02-30 12:00:00"},
    "date_is_out_of_range": {"event_time": "1970-01-01 12:00:00"},
    "values_are_too_few": {},
}
COLUMNS = HEADER.split(",")
FEW_VALUES = 6


@dataclass(frozen=True)
class Transactions:
    """Files, and what a reader that looks closely must find in them."""

    files: list[Path]
    rows: int
    bad: int
    duplicates: int


def transactions(work: Path, rows: int, *, dirty: bool = False) -> Transactions:
    """The files of that many rows; made at first use, kept in a folder with a manifest."""
    folder = work / f"{'dirty' if dirty else 'clean'}-{rows}"
    count = max(LEAST_FILES, ceil(rows / MOST_ROWS_OF_A_FILE))
    files = [folder / f"transactions-{number:02}.csv" for number in range(count)]
    bounds = [rows * number // count for number in range(count + 1)]
    shares = [Share(*share, dirty) for share in pairwise(bounds)]
    manifest = folder / "manifest.json"
    described = {"version": VERSION, "rows": rows, "files": count, "dirty": dirty}
    if not (manifest.exists() and json.loads(manifest.read_text()) == described):
        print(f"making {rows:,} transactions in {folder} ...", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        with ProcessPoolExecutor() as pool:
            list(pool.map(_write, files, shares, [*shares[1:], shares[0]]))
        written = manifest.with_suffix(".part")
        written.write_text(json.dumps(described))
        written.rename(manifest)
    return Transactions(
        files,
        rows,
        bad=sum(share.count(BAD_PLACES) for share in shares),
        duplicates=sum(
            share.count({REPEATING_PLACE, REPEATING_ANOTHER_FILE_PLACE}) for share in shares
        ),
    )


def land(files: list[Path], landing: Path) -> None:
    """Puts the files into the folder as further names of the same bytes: nothing is copied."""
    landing.mkdir(parents=True, exist_ok=True)
    for file in files:
        os.link(file, landing / file.name)


def read_once(files: list[Path]) -> int:
    """Reads the files, so that the first run finds them in memory like all later ones."""
    size = 0
    for file in files:
        with file.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                size += len(chunk)
    return size


@dataclass(frozen=True)
class Share:
    """The rows of one file, by their numbers."""

    first: int
    end: int
    dirty: bool

    def count(self, places: set[int]) -> int:
        """How many rows stand at one of these places of their block, where dirt is."""
        blocks, rest = divmod(self.end - self.first, BLOCK)
        return self.dirty * (blocks * len(places) + sum(place < rest for place in places))

    def blocks(self) -> Iterator[tuple[int, list[str]]]:
        for number, first in enumerate(range(self.first, self.end, BLOCK)):
            yield number, rows(first, min(first + BLOCK, self.end))


def _write(file: Path, share: Share, other: Share) -> None:
    with file.open("w", encoding="ascii", newline="\n") as stream:
        stream.write(HEADER + "\n")
        for number, block in share.blocks():
            if share.dirty:
                _spoil(block, number, other)
            stream.writelines(block)


def _spoil(block: list[str], number: int, other: Share) -> None:
    """Puts bad and repeated rows into a block; the other file lends the first row of its own."""
    for turn, place in enumerate(sorted(BAD_PLACES)):
        if place < len(block):
            ways = list(BAD)
            block[place] = _bad(block[place], ways[(number * len(BAD_PLACES) + turn) % len(ways)])
    if len(block) > REPEATING_PLACE:
        block[REPEATING_PLACE] = block[REPEATED_PLACE]
    if len(block) > REPEATING_ANOTHER_FILE_PLACE:
        first = other.first + number * BLOCK
        block[REPEATING_ANOTHER_FILE_PLACE] = rows(first, first + 1)[0]


def _bad(row: str, way: str) -> str:
    values = dict(zip(COLUMNS, row.rstrip("\n").split(","), strict=True)) | BAD[way]
    kept = list(values.values())[: None if BAD[way] else FEW_VALUES]
    return ",".join(kept) + "\n"


def rows(first: int, end: int, shop: Shop = SHOP) -> list[str]:
    """Lines of a file; the numbers of its rows, and where they begin, say what stands in them."""
    random = Random(first)
    return [_row(number, random.getrandbits(96), shop) for number in range(first, end)]


def _row(number: int, bits: int, shop: Shop) -> str:
    # Odd and not divisible by 5: every number below 10^11 gets another id, in no order.
    transaction = number * 61_803_398_873 % 100_000_000_000
    amount = 1 + bits % 49_999
    second = (bits >> 20) % (len(shop.dates) * 86_400)
    day, second = divmod(second, 86_400)
    hour, second = divmod(second, 3_600)
    minute, second = divmod(second, 60)
    return (
        f"txn-{transaction:011},u{(bits >> 44) % shop.users:06},"
        f"p{(bits >> 60) % shop.products:05},{CATEGORIES[bits >> 73 & 15]},"
        f"{amount // 100}.{amount % 100:02},{1 + (bits >> 77) % 5},"
        f"{PAYMENTS[(bits >> 79) % 6]},{STATUSES[bits >> 82 & 15]},"
        f"{shop.dates[day]} {hour:02}:{minute:02}:{second:02},"
        f"{COUNTRIES[bits >> 86 & 15]},{DISCOUNTS[bits >> 90 & 7]},"
        f"{SEGMENTS[bits >> 93]}\n"
    )
