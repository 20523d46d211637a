"""The pages that Airflow shows with the DAGs, for the person on call."""

from pathlib import Path

from sluice_airflow.settings import Settings
from sluice_airflow.standing import standing

_PAGES = Path(__file__).parent / "pages"


def run_page(pipeline: str, settings: Settings) -> str:
    """Of the DAG that takes in what lands: what is wrong now, and what to press."""
    return _page("run", pipeline).replace("STANDING", standing(settings.data, pipeline))


def backfill_page(pipeline: str) -> str:
    """Of the DAG that computes dates afresh."""
    return _page("backfill", pipeline)


def decide_page(pipeline: str) -> str:
    """Of the DAG that takes decisions."""
    return _page("decide", pipeline)


def _page(name: str, pipeline: str) -> str:
    return (_PAGES / f"{name}.md").read_text(encoding="utf-8").replace("PIPELINE", pipeline)
