"""The change log of a pipeline and the commits of its tables, day by day, read without Spark."""

import json
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Record = dict
Commit = Sequence[dict]

# How Hadoop's local file system writes the checksums beside a file.
CHECKSUM_HEAD = b"crc\x00"
BYTES_PER_CHECKSUM = 512


@dataclass(frozen=True)
class Published:
    """A record of the change log, and the commits that it made, by relation."""

    record: Record
    commits: Mapping[str, Commit]


def published_days(pipeline: Path) -> list[list[Published]]:
    """What was published, in order: each day begins with its batch."""
    days: list[list[Published]] = []
    for file in sorted((pipeline / "changes").glob("*.json")):
        record = json.loads(file.read_text())
        commits = {
            relation: _commit(pipeline / "tables" / relation, table["version"])
            for relation, table in record["tables"].items()
        }
        if record["kind"] == "batch":
            days.append([])
        days[-1].append(Published(record, commits))
    return days


def added(actions: Sequence[dict]) -> list[dict]:
    """The data files that actions add, as the log describes them."""
    return [action["add"] for action in actions if "add" in action]


def write(pipeline: Path, published: Published) -> None:
    """Puts a record into the log, and its commits into the tables."""
    record = pipeline / "changes" / f"{published.record['number']:06}.json"
    record.write_text(json.dumps(published.record, indent=2) + "\n")
    for relation, commit in published.commits.items():
        version = published.record["tables"][relation]["version"]
        log = pipeline / "tables" / relation / "_delta_log"
        (log / "_commits").mkdir(parents=True, exist_ok=True)
        lines = "".join(json.dumps(action, separators=(",", ":")) + "\n" for action in commit)
        _write_with_checksums(log / f"{version:020}.json", lines.encode())


def _commit(table: Path, version: int) -> Commit:
    text = (table / "_delta_log" / f"{version:020}.json").read_text()
    return [json.loads(line) for line in text.splitlines()]


def _write_with_checksums(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    chunks = range(0, len(content), BYTES_PER_CHECKSUM)
    checksums = [zlib.crc32(content[first : first + BYTES_PER_CHECKSUM]) for first in chunks]
    packed = struct.pack(f">{len(checksums) + 1}I", BYTES_PER_CHECKSUM, *checksums)
    (file.parent / f".{file.name}.crc").write_bytes(CHECKSUM_HEAD + packed)
