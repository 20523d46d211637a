"""Nested records as JSON lines, JSON documents and Parquet, and the pipelines that take them in:
the same records on every machine. Every record is valid."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from pathlib import Path

# A part of the manifest: raise it when files or pipeline change, so that nobody measures old ones.
VERSION = 1
TABLE = "sold_orders"
FILES_OF_LINES = 8
RECORDS_OF_A_DOCUMENT = 1_000

SCHEMA = """order_id STRING NOT NULL,
    ordered_at TIMESTAMP NOT NULL,
    customer STRUCT<
        customer_id: STRING NOT NULL, name: STRING, email: STRING,
        address: STRUCT<city: STRING, postal_code: STRING, country: STRING>
    >,
    items ARRAY<STRUCT<
        item_id: STRING NOT NULL, product_name: STRING,
        quantity: INT NOT NULL, price: DECIMAL(12,2) NOT NULL
    >>,
    payment STRUCT<method: STRING, transaction_id: STRING>,
    labels MAP<STRING, STRING>"""

RULES = """select
    size(items) > 0 as order_has_items,
    forall(items, item -> item.quantity > 0 and item.price >= 0) as items_are_paid,
    customer.email is null or customer.email like '%@%' as email_has_an_at
from source
"""

TRANSFORMATIONS = """select
    order_id,
    ordered_at,
    cast(ordered_at as date) as order_date,
    customer.customer_id,
    customer.name,
    upper(customer.address.country) as country,
    items,
    aggregate(
        items,
        cast(0 as decimal(24, 2)),
        (total, item) -> cast(total + item.quantity * item.price as decimal(24, 2))
    ) as order_value,
    payment,
    labels
from source
"""

CITIES = [
    ("Boston", "02134", "US"),
    ("Chicago", "60601", "US"),
    ("Leipzig", "04109", "DE"),
    ("London", "SW1A 1AA", "GB"),
    ("Lyon", "69001", "FR"),
    ("Gdynia", "81-001", "PL"),
    ("Porto", "4000-001", "PT"),
]
METHODS = ["credit_card", "credit_card", "paypal", "bank_transfer", None]
CHANNELS = ["web", "app", "shop"]


class Shape(Enum):
    """How records are written; the value is the pipeline's name."""

    LINES = "json_lines"
    DOCUMENTS = "json_documents"
    PARQUET = "parquet"


@dataclass(frozen=True)
class Feed:
    """A pipeline's folder under `sql`, and files for it."""

    shape: Shape
    sql: Path
    files: Sequence[Path]
    rows: int

    @property
    def name(self) -> str:
        return self.shape.value

    @property
    def pipeline(self) -> Path:
        return self.sql / self.name


def feed(
    work: Path,
    shape: Shape,
    rows: int,
    as_parquet: Callable[[Feed, Path], None] | None = None,
) -> Feed:
    """That many records; made at first use, kept in a folder with a manifest.

    `as_parquet` writes those of a feed of lines into a folder as Parquet files, which takes Spark.
    """
    folder = work / f"{shape.value}-{rows}"
    files, manifest = folder / "files", folder / "manifest.json"
    described = {"version": VERSION, "shape": shape.value, "rows": rows}
    if not (manifest.exists() and json.loads(manifest.read_text()) == described):
        print(f"making {rows:,} records as {shape.value} in {folder} ...", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        _write_pipeline(folder / "sql" / shape.value, shape)
        if shape is Shape.PARQUET:
            if as_parquet is None:
                raise ValueError("Parquet files are made of lines: give as_parquet")
            as_parquet(feed(work, Shape.LINES, rows), files)
        else:
            files.mkdir()
            _write_files(files, shape, rows)
        written = manifest.with_suffix(".part")
        written.write_text(json.dumps(described))
        written.rename(manifest)
    ending = "parquet" if shape is Shape.PARQUET else "json"
    return Feed(shape, folder / "sql", sorted(files.glob(f"*.{ending}")), rows)


def _write_pipeline(folder: Path, shape: Shape) -> None:
    folder.mkdir(parents=True)
    source = {
        Shape.LINES: "format: json",
        Shape.DOCUMENTS: "format: json\n  options: {multi-line: true}",
        Shape.PARQUET: "format: parquet",
    }
    (folder / "pipeline.yaml").write_text(
        f"""source:
  {source[shape]}
  schema: |
    {SCHEMA}
  timestamp-formats: ["yyyy-MM-dd HH:mm:ss"]
table: {TABLE}
key: [order_id]
event-date: order_date
"""
    )
    (folder / "rules.sql").write_text(RULES)
    (folder / "transformations.sql").write_text(TRANSFORMATIONS)


def _write_files(folder: Path, shape: Shape, rows: int) -> None:
    documents = shape is Shape.DOCUMENTS
    count = -(-rows // RECORDS_OF_A_DOCUMENT) if documents else FILES_OF_LINES
    names = [folder / f"orders-{number:06}.json" for number in range(count)]
    bounds = list(pairwise(rows * number // count for number in range(count + 1)))
    with ProcessPoolExecutor() as pool:
        write = _write_document if documents else _write_lines
        list(pool.map(write, names, bounds, chunksize=-(-count // FILES_OF_LINES)))


def _write_lines(file: Path, bounds: tuple[int, int]) -> None:
    with file.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(
            json.dumps(record, separators=(",", ":")) + "\n" for record in records(*bounds)
        )


def _write_document(file: Path, bounds: tuple[int, int]) -> None:
    """One array over many lines."""
    text = json.dumps(list(records(*bounds)), indent=1)
    file.write_text(text + "\n", encoding="utf-8", newline="\n")


def records(first: int, end: int) -> Iterator[dict[str, object]]:
    return (_record(number) for number in range(first, end))


def _record(number: int) -> dict[str, object]:
    # Odd and not divisible by 5: every number below 10^11 gets another, in no order.
    mixed = number * 61_803_398_873 % 100_000_000_000
    customer = mixed % 50_021
    city, postal_code, country = CITIES[customer % len(CITIES)]
    method = METHODS[mixed % len(METHODS)]
    return {
        "order_id": f"ord-{mixed:011}",
        "ordered_at": f"2026-03-{1 + mixed % 3:02} {mixed % 24:02}:{mixed % 60:02}:{mixed % 59:02}",
        "customer": {
            "customer_id": f"c{customer:06}",
            "name": f"Name {customer}",
            "email": f"{customer}@example.com",
            "address": {"city": city, "postal_code": postal_code, "country": country},
        },
        "items": [_item(mixed // 7 + place) for place in range(1 + mixed % 2)],
        "payment": {"method": method, "transaction_id": f"{mixed:011}" if method else None},
        "labels": {"channel": CHANNELS[mixed % len(CHANNELS)], "visit": f"{mixed % 12}"},
    }


def _item(draw: int) -> dict[str, object]:
    product = draw % 4_999
    return {
        "item_id": f"i{product:05}",
        "product_name": f"Lamp {product}",
        "quantity": 1 + draw % 5,
        # A binary number that prints with two digits, as every producer of JSON writes it.
        "price": (100 + draw % 29_989) / 100,
    }
