"""Folders to start from: kept as they are, and restored where runs use them."""

import os
import shutil
from pathlib import Path


def restore(kept: Path, folder: Path) -> None:
    """Copies a folder; what is never changed in place is only given further names."""
    shutil.copytree(kept, folder, copy_function=_copy, dirs_exist_ok=True)


def fingerprint(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file: other ones after a run mean that it has changed what is kept."""
    return {
        str(file): (file.stat().st_size, file.stat().st_mtime_ns)
        for file in folder.rglob("*")
        if file.is_file()
    }


def _copy(source: str, target: str) -> None:
    if _is_written_once(Path(source)):
        os.link(source, target)
    else:
        shutil.copy2(source, target)


def _is_written_once(file: Path) -> bool:
    """Delta's data files, and the notes and records that are created under their names once."""
    return file.suffix == ".parquet" or file.parent.name in ("batches", "changes")
