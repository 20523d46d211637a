"""What a folder of Parquet files holds, counted by DuckDB."""

import subprocess
from pathlib import Path

from .process import BenchmarkError

COUNT = "import duckdb, sys; print(len(duckdb.read_parquet(sys.argv[1])))"


def python(checkout: Path) -> Path:
    """A Python that has DuckDB."""
    found = checkout / ".venv" / "bench" / "bin" / "python"
    if not found.exists():
        raise BenchmarkError(f"Cannot start DuckDB: there is no {found}; run 'make bench'")
    return found


def verify_parquet(checkout: Path, files: str, expected: int) -> None:
    counted = subprocess.run(
        [python(checkout), "-c", COUNT, files], capture_output=True, text=True, check=False
    )
    if counted.returncode != 0:
        raise BenchmarkError(f"Cannot count the rows of {files}:\n{counted.stderr}")
    if int(counted.stdout) != expected:
        raise BenchmarkError(
            f"Cannot compare {files}: it holds {int(counted.stdout):,} rows, not {expected:,}"
        )
