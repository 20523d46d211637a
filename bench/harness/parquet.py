"""What Parquet files hold, as DuckDB reads them."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from .process import BenchmarkError

QUERY = """
import duckdb, json, sys
duckdb.execute("set enable_progress_bar = false")
duckdb.execute("set timezone = 'UTC'")
asked = json.load(sys.stdin)
rows = duckdb.execute(asked["sql"], asked["parameters"]).fetchall()
json.dump(rows, sys.stdout, default=str)
"""


def python(checkout: Path) -> Path:
    """A Python that has DuckDB, where 'make duckdb' was run."""
    return checkout / ".venv" / "duckdb" / "bin" / "python"


def query(checkout: Path, sql: str, parameters: Mapping[str, object]) -> list[list]:
    """The rows that DuckDB gives; what JSON does not know comes as text."""
    done = subprocess.run(
        [python(checkout), "-c", QUERY],
        input=json.dumps({"sql": sql, "parameters": parameters}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BenchmarkError(f"Cannot query by DuckDB:\n{sql}\n{done.stderr}")
    return json.loads(done.stdout)


def verify_parquet(checkout: Path, files: str, expected: int) -> None:
    ((found,),) = query(checkout, "select count(*) from read_parquet($files)", {"files": files})
    if found != expected:
        raise BenchmarkError(f"Cannot compare {files}: it holds {found:,} rows, not {expected:,}")
