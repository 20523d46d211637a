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
WIDE, TALL, TALLEST = (1280, 720), (1280, 1080), (1280, 1500)


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    PICTURES.mkdir(exist_ok=True)
    world = World(FOLDER, PORT)
    try:
        world.start()
        take(pictures(world.airflow.address, states(world)))
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


def pictures(address: str, planned: Run) -> list[dict]:
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
        picture("assets", f"{address}/assets/1", PIPELINE),
    ]


def take(plan: list[dict]) -> None:
    python = CHECKOUT / ".venv" / "screenshots" / "bin" / "python"
    script = Path(__file__).with_name("pictures.py")
    subprocess.run([python, script], input=json.dumps(plan), text=True, check=True)


if __name__ == "__main__":
    sys.exit(main())
