"""A Clear in a running Airflow, along with what it needs: files that land, and the oracle."""

import subprocess
import sys
from pathlib import Path

import pytest

from standalone import free_ports

CHECKOUT = Path(__file__).resolve().parents[2]


def play(folder: Path, *options: str) -> str:
    command: list[str | Path] = [sys.executable, CHECKOUT / "chaos" / "clears", "--folder", folder]
    command += ["--port", str(free_ports()), *options]
    played = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert played.returncode == 0, played.stdout
    return played.stdout


def test_clear_takes_in_what_has_landed(tmp_path: Path) -> None:
    printed = play(tmp_path, "--short")
    table = [line for line in printed.splitlines() if line.startswith("|")]
    assert len(table) == 4
    assert all(line.endswith("| yes          |") for line in table[2:])


@pytest.mark.long
def test_the_tables_are_right_whatever_happens_to_runs(tmp_path: Path) -> None:
    play(tmp_path)
