"""Brings Airflow into the states that docs/airflow.md shows, and has pictures taken of them."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(CHECKOUT / "chaos"))

from clearing.scenarios import BACKFILL, DATES, DECIDE, PIPELINE, fail  # noqa: E402
from clearing.world import World  # noqa: E402
from desk import Run  # noqa: E402

# Its name shows in pictures.
FOLDER = Path(tempfile.gettempdir()) / "sluice"
PICTURES = CHECKOUT / "docs" / "airflow"
PORT = 8291
# A pipeline that runs whenever another one's figures have changed.
READER = {
    "pipeline.yaml": """\
source:
  schema: budget_id STRING NOT NULL, category STRING, day DATE NOT NULL, budget DECIMAL(12,2)
references:
  spent:
    pipeline: transactions
    relation: daily_category_metrics
    key: [event_date, product_category]
table: budgets
key: [budget_id]
event-date: day
schedule: on-update
""",
    "rules.sql": "select budget > 0 as budget_is_positive from source\n",
    "transformations.sql": "select budget_id, category, day, budget from source\n",
}
WIDE, TALL, TALLEST = (1280, 720), (1280, 1080), (1280, 1500)


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    PICTURES.mkdir(exist_ok=True)
    world = World(FOLDER, PORT)
    reader = world.sql.parent / "budgets"
    reader.mkdir()
    for name, text in READER.items():
        (reader / name).write_text(text)
    try:
        world.start()
        planned = states(world)
        read = world.desk.ask("GET", "/assets?name_pattern=daily_category_metrics")
        take(pictures(world.airflow.address, planned, read["assets"][0]["id"]))
    finally:
        world.airflow.stop()
        shutil.rmtree(FOLDER, ignore_errors=True)
    return 0


def states(world: World) -> Run:
    """Some green runs, a failed one, and a backfill, which it gives, that waits for its answer."""
    for _ in range(3):
        world.land()
        world.green(world.trigger())
    world.forget_discounts()
    planned = world.trigger(BACKFILL, reason="revenue is without discounts", **DATES)
    world.desk.question(planned, "approve")
    world.mend_sql()
    fail(world)
    return planned


def pictures(address: str, planned: Run, asset: int) -> list[dict]:
    dags = f"{address}/dags"
    backfill = f"{dags}/{BACKFILL}/runs/{planned.run_id}"

    def picture(name: str, page: str, text: str, **more: object) -> dict:
        file = str(PICTURES / f"{name}.png")
        return {"file": file, "url": page, "text": text, "size": WIDE, **more}

    return [
        picture("grid", f"{dags}/{PIPELINE}", "transform", press=["Collapse Details Panel"]),
        picture("page", f"{dags}/{PIPELINE}", "Docs", press=["Dag Docs"]),
        picture("graph", backfill, "approve", view="graph"),
        picture("form-backfill", f"{dags}/{BACKFILL}", "Trigger", press=["Trigger"], size=TALL),
        picture("form-decide", f"{dags}/{DECIDE}", "Trigger", press=["Trigger"], size=TALLEST),
        picture(
            "approval", f"{backfill}/tasks/approve/required_actions", "Reject", size=(1280, 900)
        ),
        picture("assets", f"{address}/assets/{asset}", "budgets", size=(1280, 800)),
    ]


def take(plan: list[dict]) -> None:
    python = CHECKOUT / ".venv" / "screenshots" / "bin" / "python"
    script = Path(__file__).with_name("pictures.py")
    subprocess.run([python, script], input=json.dumps(plan), text=True, check=True)


if __name__ == "__main__":
    sys.exit(main())
