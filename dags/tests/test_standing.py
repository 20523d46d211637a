"""What the page of a DAG says about the last runs; it is made often, and must never fail."""

import json
from pathlib import Path

import pytest

from sluice_airflow.standing import standing

WELL = "**Open now:** nothing; the last run of each job ended well."


def leave(data: Path, time: str, job: str, exit_code: int, **more: object) -> None:
    runs = data / "shop" / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    report = {"job": job, "exit_code": exit_code, "started_at": time, "message": None, **more}
    (runs / f"{time}-{job}-manual-{time}-1a2b.json").write_text(json.dumps(report))


def test_names_jobs_whose_last_run_did_not_end_well(tmp_path: Path) -> None:
    assert standing(str(tmp_path), "shop") == WELL
    leave(tmp_path, "20261129T010000Z", "quality", 3, message="old trouble")
    leave(tmp_path, "20261129T020000Z", "quality", 0)
    assert standing(str(tmp_path), "shop") == WELL
    leave(
        tmp_path,
        "20261129T030000Z",
        "transform",
        3,
        message="Cannot publish batch 7: `a_b` is bad",
        next_step="./sluice files reject",
    )
    leave(tmp_path, "20261129T040000Z", "status", 1)
    assert standing(f"file://{tmp_path}", "shop") == (
        "**Open now:**\n\n"
        "- **transform** ended with exit code 3 (20261129T030000Z): "
        "Cannot publish batch 7: \\`a\\_b\\` is bad; next: ./sluice files reject"
    )


@pytest.mark.parametrize("text", ["", "[]", '{"exit_code": "x"}', '{"job": "quality"}', "\x00"])
def test_says_where_a_report_cannot_be_read(tmp_path: Path, text: str) -> None:
    leave(tmp_path, "20261129T030000Z", "quality", 0)
    (file,) = (tmp_path / "shop" / "runs").iterdir()
    file.write_text(text)
    said = "**Open now:** the reports of the last runs can't be read; see `./sluice status`."
    assert standing(str(tmp_path), "shop") == said


def test_leaves_storage_elsewhere_alone() -> None:
    said = "**Open now:** `./sluice status` says it; the data is not on this machine."
    assert standing("s3a://bucket/data", "shop") == said
