"""One landed file per day of a shop with many customers: the same bytes on every machine."""

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from pathlib import Path

from .transactions import HEADER, VERSION, Shop, rows

ROWS = 20_000
USERS = 1_000_000
PRODUCTS = 5_000
# Long past when the files land, also the thousandth after it.
FIRST = date(2022, 1, 1)
# The numbers of late rows begin here, beyond those of any day's own.
LATE = 1_000_000_000


def date_of(day: int) -> str:
    """The date of a day, from 1."""
    return (FIRST + timedelta(days=day - 1)).isoformat()


def name_of(day: int) -> str:
    """What the file of a day is called."""
    return f"transactions-{date_of(day)}.csv"


def day_files(work: Path, days: Iterable[int]) -> list[Path]:
    """The files of these days; made at first use, and kept."""
    folder = _folder(work)
    wanted = {day: folder / name_of(day) for day in days}
    missing = {day: file for day, file in wanted.items() if not file.exists()}
    if missing:
        print(f"making {len(missing):,} days of transactions in {folder} ...", flush=True)
        with ProcessPoolExecutor() as pool:
            list(pool.map(_write, missing.values(), missing, [0] * len(missing), chunksize=8))
    return list(wanted.values())


def late_file(work: Path, day: int) -> Path:
    """As many rows again of a day, which came after it was published."""
    file = _folder(work) / f"late-{name_of(day)}"
    if not file.exists():
        _write(file, day, LATE)
    return file


def _folder(work: Path) -> Path:
    folder = work / f"days-{VERSION}-{ROWS}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _write(file: Path, day: int, after: int) -> None:
    first = after + day * ROWS
    shop = Shop(USERS, PRODUCTS, [date_of(day)])
    written = file.with_suffix(".part")
    with written.open("w", encoding="ascii", newline="\n") as stream:
        stream.write(HEADER + "\n")
        stream.writelines(rows(first, first + ROWS, shop))
    written.rename(file)
