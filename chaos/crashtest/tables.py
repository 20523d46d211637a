"""Delta tables as their logs say, read without Spark."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import duckdb

Row = dict[str, Any]


@dataclass(frozen=True)
class DeltaTable:
    """The newest version of a table. Its commits are all there: nothing cleans them up yet."""

    folder: Path
    version: int
    files: dict[str, int]
    """Its data files, relative to the folder, with their sizes."""

    @classmethod
    def at(cls, folder: Path) -> "DeltaTable":
        files: dict[str, int] = {}
        commits = sorted((folder / "_delta_log").glob("*.json"))
        for commit in commits:
            for line in commit.read_text().splitlines():
                action = json.loads(line)
                if "add" in action:
                    files[unquote(action["add"]["path"])] = action["add"]["size"]
                elif "remove" in action:
                    del files[unquote(action["remove"]["path"])]
        return cls(folder, len(commits) - 1, files)

    def present(self) -> list[str]:
        """Data files that are there, as long as the log says."""
        return [
            name
            for name, size in self.files.items()
            if (self.folder / name).is_file() and (self.folder / name).stat().st_size == size
        ]

    def rows(self, columns: Sequence[str]) -> list[Row]:
        """All rows of the files that are there; a column may be an expression with a name."""
        paths = [str(self.folder / name) for name in self.present()]
        if not paths:
            return []
        found = duckdb.execute(
            f"select {', '.join(columns)} from read_parquet($paths, hive_partitioning = $parts)",
            {"paths": paths, "parts": "=" in paths[0].removeprefix(str(self.folder))},
        )
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
