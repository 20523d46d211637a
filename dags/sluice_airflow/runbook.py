"""The page that Airflow shows with every DAG, for the person on call."""

from pathlib import Path

_TEXT = Path(__file__).with_name("runbook.md").read_text(encoding="utf-8")


def runbook(pipeline: str) -> str:
    """The page for a pipeline, in Markdown."""
    return _TEXT.replace("PIPELINE", pipeline)
