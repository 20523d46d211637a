"""Files of many columns of mixed types, and the pipeline that takes them in: the same bytes on
every machine. Every row is valid, but for one in a hundred where dirt is wanted."""

import json
import shutil
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

# A part of the manifest: raise it when files or pipeline change, so that nobody measures old ones.
VERSION = 1
NAME = "wide"
TABLE = "wide_rows"
FILES = 8
TYPES = ["STRING", "INT", "BIGINT", "DECIMAL(18,2)", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP"]
# So many rows differ in all their columns; then values come again, with another id.
DIFFERENT_ROWS = 1_000
BAD_EVERY = 100


@dataclass(frozen=True)
class Wide:
    """A pipeline's folder under `sql`, and files for it."""

    sql: Path
    files: Sequence[Path]
    rows: int
    bad: int

    @property
    def pipeline(self) -> Path:
        return self.sql / NAME


def wide(work: Path, columns: int, rows: int, *, dirty: bool = False) -> Wide:
    """That many rows of that many columns; made at first use, kept in a folder with a manifest."""
    folder = work / f"{columns}x{rows}{'-dirty' if dirty else ''}"
    files = [folder / f"wide-{number}.csv" for number in range(FILES)]
    manifest = folder / "manifest.json"
    described = {"version": VERSION, "columns": columns, "rows": rows, "dirty": dirty}
    if not (manifest.exists() and json.loads(manifest.read_text()) == described):
        print(f"making {rows:,} rows of {columns:,} columns in {folder} ...", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        _write_pipeline(folder / "sql" / NAME, columns)
        bounds = pairwise(rows * number // FILES for number in range(FILES + 1))
        with ProcessPoolExecutor() as pool:
            tasks = [
                pool.submit(_write, file, columns, *share, dirty=dirty)
                for file, share in zip(files, bounds, strict=True)
            ]
            for task in tasks:
                task.result()
        manifest.write_text(json.dumps(described))
    return Wide(folder / "sql", files, rows, bad=rows // BAD_EVERY if dirty else 0)


def _names(columns: int) -> list[str]:
    """The columns beside id and event_time."""
    return [f"c{number}" for number in range(columns - 2)]


def _type(number: int) -> str:
    return TYPES[number % len(TYPES)]


def _write_pipeline(folder: Path, columns: int) -> None:
    folder.mkdir(parents=True)
    fields = [f"{name} {_type(number)}" for number, name in enumerate(_names(columns))]
    schema = ",\n    ".join(["id STRING NOT NULL", "event_time TIMESTAMP NOT NULL", *fields])
    (folder / "pipeline.yaml").write_text(
        f"""source:
  schema: |
    {schema}
  timestamp-formats: ["yyyy-MM-dd HH:mm:ss"]
table: {TABLE}
key: [id]
event-date: event_date
"""
    )
    (folder / "rules.sql").write_text(
        "select\n    id <> '' as id_is_given,\n    c1 is null or c1 >= 0 as c1_is_positive,\n"
        "    c2 is null or c2 >= c1 as c2_is_larger\nfrom source\n"
    )
    # One in sixteen is worked out, the others are copies.
    selected = [
        f"upper({name}) as {name}" if number % 16 == 0 else name
        for number, name in enumerate(_names(columns))
    ]
    select = ",\n    ".join(["id", "cast(event_time as date) as event_date", *selected])
    (folder / "transformations.sql").write_text(f"select\n    {select}\nfrom source\n")


def _write(file: Path, columns: int, first: int, end: int, *, dirty: bool) -> None:
    tails: dict[int, str] = {}
    with file.open("w", encoding="ascii", newline="\n") as stream:
        stream.write(",".join(["id", "event_time", *_names(columns)]) + "\n")
        for row in range(first, end):
            kind = row % DIFFERENT_ROWS
            if kind not in tails:
                tails[kind] = ",".join(_text(kind, number) for number in range(columns - 2))
            tail = tails[kind]
            if dirty and row % BAD_EVERY == BAD_EVERY - 1:
                tail = "x," + "many," + tail.split(",", 2)[2]
            stream.write(
                f"id{row:09},2026-03-{1 + row % 3:02} {row % 24:02}:00:{row % 60:02},{tail}\n"
            )


def _text(row: int, number: int) -> str:
    """A row's value in a column, as text."""
    n = row * 31 + number * 7
    day = f"2026-{1 + n % 9:02}-{1 + n % 28:02}"
    return {
        "STRING": f"v{n % 1000}",
        "INT": str(n % 100_000),
        "BIGINT": str(n * 1_000_003),
        "DECIMAL(18,2)": f"{n % 10_000}.{n % 100:02}",
        "DOUBLE": f"{n % 1000}.{n % 7}",
        "BOOLEAN": "true" if n % 2 else "false",
        "DATE": day,
        "TIMESTAMP": f"{day} {n % 24:02}:{n % 60:02}:{n % 60:02}",
    }[_type(number)]
