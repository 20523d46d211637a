"""Whether a made history is what real runs have left, record by record and row by row."""

import json
from pathlib import Path

from .changelog import Published, published_days
from .delta import live_files
from .parquet import query
from .process import BenchmarkError

# What is made up or measured anew whenever something is written.
OF_THE_RUN = {
    "bytes",
    "created_at",
    "createdTime",
    "deletionTimestamp",
    "id",
    "lastUpdated",
    "modificationTime",
    "path",
    "recorded_at",
    "size",
    "timestamp",
    "txnId",
}
# Columns that say when something was done.
TIMES = {"aggregation_timestamp", "processed_timestamp", "quarantined_at", "restated_at"}

COLUMNS = "select column_name from (describe select * from read_parquet($made))"
DIFFERENCES = """
with made as (select {columns} from read_parquet($made)),
real as (select {columns} from read_parquet($real))
select count(*) from (
    (select * from made except all select * from real)
    union all
    (select * from real except all select * from made)
)
"""


def require_like_real(checkout: Path, real: Path, made: Path) -> None:
    """Fails unless the pipeline's log says the same, and its tables hold the same rows."""
    for folder in ("batches", "changes", "runs"):
        _require_equal(
            f"number of files in {folder}/", *(_count(root / folder) for root in (real, made))
        )
    _require_equal("notes", _notes(real), _notes(made))
    for day in zip(published_days(real), published_days(made), strict=True):
        for pair in zip(*day, strict=True):
            _require_equal(f"record {pair[0].record['number']}", *map(_comparable, pair))
    for table in sorted((real / "tables").iterdir()):
        _require_same_rows(checkout, table, made / "tables" / table.name)


def _notes(pipeline: Path) -> object:
    notes = sorted((pipeline / "batches").glob("*.json"))
    return [_plain(json.loads(note.read_text())) for note in notes]


def _comparable(published: Published) -> object:
    """A record and its commits. How an aggregation's rows are in files is not made alike."""
    record, commits = published.record, published.commits
    if record["kind"] == "aggregate":
        tables = {
            name: {key: value for key, value in table.items() if key not in ("actions", "rows")}
            for name, table in record["tables"].items()
        }
        record = record | {"tables": tables}
        commits = {
            name: [line for line in lines if not {"add", "remove"} & line.keys()]
            for name, lines in commits.items()
        }
    return _plain([record, commits])


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: None if key in OF_THE_RUN else _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value


def _count(folder: Path) -> int:
    return sum(1 for file in folder.iterdir() if not file.name.startswith("."))


def _require_same_rows(checkout: Path, real: Path, made: Path) -> None:
    files = {"real": live_files(real), "made": live_files(made)}
    rows = {side: sum(each.values()) for side, each in files.items()}
    _require_equal(f"number of rows of {real.name}", rows["real"], rows["made"])
    if rows["real"] == 0:
        return
    paths = {side: [str(file) for file in each] for side, each in files.items()}
    names = [name for (name,) in query(checkout, COLUMNS, {"made": paths["made"]})]
    columns = ", ".join(name for name in names if name not in TIMES)
    ((differences,),) = query(checkout, DIFFERENCES.format(columns=columns), paths)
    _require_equal(f"number of rows of {real.name} that are not in both", 0, differences)


def _require_equal(what: str, real: object, made: object) -> None:
    if real != made:
        raise BenchmarkError(
            f"Cannot use the made history: its {what} is not that of real days:\n"
            f"real: {json.dumps(real)}\nmade: {json.dumps(made)}"
        )
