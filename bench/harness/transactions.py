"""Landed files of the transactions pipeline: the same bytes on every machine, every row valid."""

import json
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

# A part of the manifest: raise it when the rows change, so that nobody measures old ones.
VERSION = 1
FILES = 8
DAYS = 3  # from 2024-03-01, long past when the files land

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


def transactions(folder: Path, rows: int) -> list[Path]:
    """The files of that many rows; made at first use, kept in the folder with a manifest."""
    manifest = folder / "manifest.json"
    described = {"version": VERSION, "rows": rows, "files": FILES}
    files = [folder / f"transactions-{number:02}.csv" for number in range(FILES)]
    if not (manifest.exists() and json.loads(manifest.read_text()) == described):
        print(f"making {rows:,} transactions in {folder} ...", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        bounds = [rows * number // FILES for number in range(FILES + 1)]
        with ProcessPoolExecutor() as pool:
            list(pool.map(_write, files, bounds[:-1], bounds[1:]))
        written = manifest.with_suffix(".part")
        written.write_text(json.dumps(described))
        written.rename(manifest)
    return files


def land(files: list[Path], landing: Path) -> None:
    """Puts the files into the folder as further names of the same bytes: nothing is copied."""
    landing.mkdir(parents=True)
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


def _write(file: Path, first: int, end: int) -> None:
    with file.open("w", encoding="ascii", newline="\n") as stream:
        stream.write(HEADER + "\n")
        stream.writelines(_rows(first, end))


def _rows(first: int, end: int) -> Iterator[str]:
    random = Random(first)
    for number in range(first, end):
        # Odd and not divisible by 5: every number below 10^11 gets another id, in no order.
        transaction = number * 61_803_398_873 % 100_000_000_000
        bits = random.getrandbits(96)
        amount = 1 + bits % 49_999
        second = (bits >> 20) % (DAYS * 86_400)
        day, second = divmod(second, 86_400)
        hour, second = divmod(second, 3_600)
        minute, second = divmod(second, 60)
        yield (
            f"txn-{transaction:011},u{(bits >> 44) % 50_000:06},"
            f"p{(bits >> 60) % 5_000:05},{CATEGORIES[bits >> 73 & 15]},"
            f"{amount // 100}.{amount % 100:02},{1 + (bits >> 77) % 5},"
            f"{PAYMENTS[(bits >> 79) % 6]},{STATUSES[bits >> 82 & 15]},"
            f"2024-03-{1 + day:02} {hour:02}:{minute:02}:{second:02},"
            f"{COUNTRIES[bits >> 86 & 15]},{DISCOUNTS[bits >> 90 & 7]},"
            f"{SEGMENTS[bits >> 93]}\n"
        )
