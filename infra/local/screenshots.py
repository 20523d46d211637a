"""Brings Airflow into the states that docs/airflow.md shows, and has pictures taken of them."""

import json
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(CHECKOUT / "chaos"))

from clearing.scenarios import BACKFILL, DATES, DECIDE, PIPELINE, fail  # noqa: E402
from clearing.world import World  # noqa: E402
from desk import Run  # noqa: E402

FOLDER = CHECKOUT / "build" / "screenshots"
PICTURES = CHECKOUT / "docs" / "airflow"
PORT = 8291
WIDE, TALL = (1280, 720), (1280, 1080)


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    PICTURES.mkdir(exist_ok=True)
    world = World(FOLDER, PORT)
    try:
        world.start()
        failed, planned = states(world)
        take(pictures(world.airflow.address, failed, planned))
    finally:
        world.airflow.stop()
    return 0


def states(world: World) -> tuple[Run, Run]:
    """Some green runs, one that has failed, and a backfill that waits for its answer."""
    for _ in range(3):
        world.land()
        world.green(world.trigger())
    world.forget_discounts()
    planned = world.trigger(BACKFILL, reason="revenue is without discounts", **DATES)
    world.desk.question(planned, "approve")
    world.mend_sql()
    failed = fail(world, "rules.sql", "transform")
    return failed, planned


def pictures(address: str, failed: Run, planned: Run) -> list[dict]:
    dags = f"{address}/dags"
    tasks = f"runs/{planned.run_id}/tasks"

    def picture(name: str, page: str, text: str, **more: object) -> dict:
        file = str(PICTURES / f"{name}.png")
        return {"file": file, "url": page, "text": text, "size": WIDE, **more}

    return [
        picture("grid", f"{dags}/{PIPELINE}/runs/{failed.run_id}", "transform"),
        picture("failed", f"{dags}/{PIPELINE}/runs/{failed.run_id}/tasks/transform", "exit code"),
        picture("page", f"{dags}/{PIPELINE}", "Docs", press=["Dag Docs"], size=TALL),
        picture(
            "graph",
            f"{dags}/{BACKFILL}/{planned and tasks.split('/tasks')[0]}",
            "approve",
            view="graph",
        ),
        picture("form-backfill", f"{dags}/{BACKFILL}", "Trigger", press=["Trigger"], size=TALL),
        picture("form-decide", f"{dags}/{DECIDE}", "Trigger", press=["Trigger"], size=TALL),
        picture("approval", f"{dags}/{BACKFILL}/{tasks}/approve/required_actions", "Reject"),
        picture("assets", f"{address}/assets/1", PIPELINE),
    ]


def take(plan: list[dict]) -> None:
    python = CHECKOUT / ".venv" / "screenshots" / "bin" / "python"
    script = Path(__file__).with_name("pictures.py")
    subprocess.run([python, script], input=json.dumps(plan), text=True, check=True)


if __name__ == "__main__":
    sys.exit(main())
