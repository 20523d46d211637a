"""The scenarios, in the order in which they are played: each begins where the one before ended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import psutil

from crashtest.jobs import PIPELINE
from desk import ENDED, DeskError, Run, wait_until

from .world import World, without_discount

BACKFILL, DECIDE = f"{PIPELINE}_backfill", f"{PIPELINE}_decide"
DATES = {"from": "2024-03-01", "to": "2024-03-03"}


@dataclass(frozen=True)
class Scenario:
    """
    :param before: the state that the action meets
    :param action: what a person, or a crash, does
    :param play: does it, and says what happened; fails where anything else happened
    :param is_short: whether make test plays it too
    """

    before: str
    action: str
    play: Callable[[World], str]
    is_short: bool = False


def first_run(world: World) -> str:
    """Airflow starts one run by itself, that of the month's first day."""
    (run,) = wait_until(lambda: world.desk.runs(PIPELINE), "the scheduled run")
    world.green(run)
    world.land()
    run = world.green(world.trigger())
    return f"green; {world.verdict(run, 'transform')}"


def clear_one(task: str) -> Callable[[World], str]:
    """Clear of one task of the last green run, and of that task alone: there is nothing to do."""

    def play(world: World) -> str:
        run = last_green(world)
        world.desk.clear(run, [task], downstream=False)
        world.green(run)
        return "green" + ("" if task == "preflight" else f"; {world.verdict(run, task)}")

    return play


def clear_with_those_after(world: World) -> str:
    run = last_green(world)
    world.land()
    world.desk.clear(run, ["transform"])
    world.green(run)
    return f"green; {world.verdict(run, 'transform')}"


def clear_run(world: World) -> str:
    run = last_green(world)
    world.land()
    world.desk.clear_run(run)
    world.green(run)
    return f"green; {world.verdict(run, 'transform')}"


def clear_by_command(world: World) -> str:
    """The command chooses runs by their logical dates, which only the scheduled one has."""
    (run,) = [run for run in world.desk.runs(PIPELINE) if run.logical_date]
    world.land()
    dates = ["--start-date", str(run.logical_date), "--end-date", str(run.logical_date)]
    world.airflow_command("tasks", "clear", "--yes", *dates, PIPELINE)
    if world.desk.state(run) == "success":
        raise DeskError(f"airflow tasks clear left {run} as it was")
    world.green(run)
    return f"green; {world.verdict(run, 'transform')}"


def broken_sql(world: World) -> str:
    run = fail(world)
    world.desk.clear(run, ["transform"])
    world.green(run)
    return f"green; {world.verdict(run, 'transform')}"


def mark_success_and_clear(world: World) -> str:
    run = fail(world)
    world.desk.mark(run, "transform", "success")
    world.desk.clear(run, ["aggregate"])
    world.green(run)
    without = world.verdict(run, "aggregate")
    world.desk.clear(run, ["transform"])
    world.green(run)
    return f"green without a transform, aggregate: {without}; cleared: " + world.verdict(
        run, "transform"
    )


def rejected_file(world: World) -> str:
    """Only a decision makes the checks pass again."""
    world.round.land_file("foreign.csv", b"who,what\n1,2\n")
    run = world.red(world.trigger(), "quality")
    world.green(
        world.trigger(DECIDE, action="files reject", files="foreign.csv", reason="test data")
    )
    world.desk.clear(run, ["quality"])
    world.green(run)
    return "a decision and Clear made it green"


def discard(world: World) -> str:
    world.land()
    world.green(world.trigger())
    run = world.green(world.trigger(DECIDE, action="quarantine discard", all=True, reason="old"))
    states = world.desk.task_states(run)
    if (states["files"], states["transform"]) != ("skipped", "skipped"):
        raise DeskError(f"a decision about records took files in: {states}")
    return f"green; {world.verdict(run, 'quarantine')}"


def killed(job: str) -> Callable[[World], str]:
    """SIGKILL for the driver while it holds the lease; Clear doesn't wait for Airflow's retry."""

    def play(world: World) -> str:
        world.land()
        run = world.trigger()
        working_driver(world, run, job).kill()
        wait_until(lambda: world.desk.task(run, job)["state"] == "up_for_retry", "a retry")
        world.desk.clear(run, [job])
        world.green(run)
        return f"green at once; {job}: {world.verdict(run, job)}"

    return play


def clear_while_another_runs(world: World) -> str:
    old = last_green(world)
    world.land()
    new = world.trigger()
    working_driver(world, new, "transform")
    world.desk.clear(old, ["transform"])
    world.green(new)
    world.green(old)
    return f"both green; the cleared one: {world.verdict(old, 'transform')}"


def mark_failed_and_clear(job: str) -> Callable[[World], str]:
    """The driver is asked to stop, and the next one starts while it does."""

    def play(world: World) -> str:
        world.land()
        run = world.trigger()
        working_driver(world, run, job)
        world.desk.mark(run, job, "failed")
        world.desk.clear(run, [job])
        world.green(run)
        return f"green; {world.verdict(run, job)}"

    return play


def two_drivers(world: World) -> str:
    """Airflow dies, its driver lives on, and Airflow starts the task again when it is back.

    The driver stands still meanwhile, so that it hasn't ended before the second one has begun. It
    is stopped after its parent has died: the kernel ends one that stands still when that happens.
    """
    world.land()
    run = world.trigger()
    old = working_driver(world, run, "transform")
    try:
        world.airflow.kill(lambda process: process == old)
        old.suspend()
        world.start()
        wait_until(lambda: nudged(world, run) and others(world, old), "a second driver")
        if not old.is_running():
            raise DeskError("there were no two drivers at the same time")
        wait_until(lambda: is_waiting(world, run), "the second driver to wait for the first")
    finally:
        if old.is_running():
            old.resume()
    wait_until(lambda: nudged(world, run) and world.desk.state(run) in ENDED, f"the end of {run}")
    world.green(run)
    number = world.desk.task(run, "transform")["try_number"]
    return f"two drivers lived; green in try {number}; {world.verdict(run, 'transform')}"


def nudged(world: World, run: Run) -> bool:
    """Clears transform where it waits for a retry, as a person does who doesn't want to wait.

    The scheduler may start a task before the other parts of Airflow are up; then that try fails.
    """
    if world.desk.task(run, "transform")["state"] == "up_for_retry":
        world.desk.clear(run, ["transform"])
    return True


def others(world: World, old: psutil.Process) -> list[psutil.Process]:
    return [one for one in world.drivers("transform") if one != old]


def airflows_own_backfill(world: World) -> str:
    body = {
        "dag_id": PIPELINE,
        "from_date": "2026-01-01T00:00:00Z",
        "to_date": "2026-01-02T00:00:00Z",
        "reprocess_behavior": "none",
        "max_active_runs": 1,
        "run_backwards": False,
        "dag_run_conf": {},
    }
    world.desk.ask("POST", "/backfills", body)

    def runs() -> list[Run]:
        return [run for run in world.desk.runs(PIPELINE) if run.run_id.startswith("backfill__")]

    (run,) = wait_until(runs, "the run of Airflow's backfill")
    world.red(run, "preflight")
    if BACKFILL not in world.desk.log(run, "preflight"):
        raise DeskError(f"preflight doesn't name {BACKFILL}")
    return f"red in preflight, which names {BACKFILL}"


def agreed_backfill(world: World) -> str:
    world.forget_discounts()
    run = world.trigger(BACKFILL, reason="no discounts", approve="already agreed", **DATES)
    world.green(run)
    world.published_as = without_discount
    return f"green, approve {world.desk.task_states(run)['approve']}; " + world.verdict(
        run, "backfill"
    )


def rejected_backfill(world: World) -> str:
    world.mend_sql()
    run = world.trigger(BACKFILL, reason="discounts again", **DATES)
    question = world.desk.question(run, "approve")
    if " → " not in question["body"]:
        raise DeskError(f"the question shows no plan: {question['body']}")
    world.desk.answer(run, "approve", "Reject", why="not on a Friday")
    world.red(run, "approve")
    if "not on a Friday" not in world.desk.log(run, "approve"):
        raise DeskError("the log doesn't say why it was rejected")
    return "red in approve, with who and why; nothing changed"


def unanswered_backfill(world: World) -> str:
    """The plan is made to expire in a moment instead of in days, and asked about again."""
    run = world.trigger(BACKFILL, reason="discounts again", **DATES)
    world.desk.question(run, "approve")
    report = world.desk.xcom(run, "plan", "report")
    report["plan"]["expires_at"] = (datetime.now(UTC) + timedelta(seconds=20)).isoformat()
    world.desk.replace_xcom(run, "plan", "report", report)
    world.desk.clear(run, ["approve"])
    world.red(run, "approve")
    if "Nobody has answered before the plan expired" not in world.desk.log(run, "approve"):
        raise DeskError("the log doesn't say that nobody has answered")
    return "red in approve, which says so; nothing changed"


def approved_backfill(world: World) -> str:
    run = world.trigger(BACKFILL, reason="discounts again", **DATES)
    world.desk.question(run, "approve")
    # Not yet.
    if world.findings():
        raise DeskError("something changed before anybody approved")
    world.desk.answer(run, "approve", "Approve", why="looks right")
    world.green(run)
    world.published_as = dict
    return f"green; {world.verdict(run, 'backfill')}"


def clear_apply(world: World) -> str:
    run = world.desk.runs(BACKFILL)[-1]
    world.desk.clear(run, ["apply"])
    world.green(run)
    return f"green; {world.verdict(run, 'backfill')}"


def stale_plan(world: World) -> str:
    run = world.trigger(BACKFILL, reason="once more", **DATES)
    world.desk.question(run, "approve")
    world.land()
    world.green(world.trigger())
    world.desk.answer(run, "approve", "Approve")
    world.red(run, "apply")
    if "plan again" not in world.desk.log(run, "apply"):
        raise DeskError("the log of apply doesn't say to plan again")
    world.desk.clear(run, ["plan"])
    world.desk.question(run, "approve")
    world.desk.answer(run, "approve", "Approve")
    world.green(run)
    return "refused: plan again; Clear of plan asked anew, and green"


SCENARIOS = [
    Scenario("an empty pipeline", "nothing; then files land, and a run", first_run, is_short=True),
    *(
        Scenario("a green run", f"Clear of {task} alone", clear_one(task))
        for task in ("preflight", "transform", "aggregate", "quality")
    ),
    Scenario(
        "a green run; files landed",
        "Clear of transform and those after",
        clear_with_those_after,
        is_short=True,
    ),
    Scenario("a green run; files landed", "Clear of the whole run", clear_run),
    Scenario("a green run; files landed", "airflow tasks clear", clear_by_command),
    Scenario("red in transform: SQL is broken", "mend, Clear of transform", broken_sql),
    Scenario(
        "red in transform: SQL is broken",
        "mark it success, run on, mend, Clear",
        mark_success_and_clear,
    ),
    Scenario(
        "red in quality: a file was rejected", f"files reject in {DECIDE}, Clear", rejected_file
    ),
    Scenario("transform's driver got kill -9", "Clear at once", killed("transform")),
    Scenario("aggregate's driver got kill -9", "Clear at once", killed("aggregate")),
    Scenario(
        "a green run, and another that runs", "Clear of the green one", clear_while_another_runs
    ),
    Scenario("transform runs", "mark it failed, Clear at once", mark_failed_and_clear("transform")),
    Scenario("aggregate runs", "mark it failed, Clear at once", mark_failed_and_clear("aggregate")),
    Scenario("transform runs", "kill -9 of Airflow but the driver; start", two_drivers),
    Scenario("a green run", "Airflow's own backfill", airflows_own_backfill),
    Scenario("records in quarantine", f"quarantine discard in {DECIDE}", discard),
    Scenario("SQL has changed", f"{BACKFILL}, already agreed", agreed_backfill),
    Scenario("SQL was corrected; a plan is shown", "Reject", rejected_backfill),
    Scenario(
        "SQL was corrected; a plan is shown", "no answer until it expires", unanswered_backfill
    ),
    Scenario("SQL was corrected; a plan is shown", "Approve", approved_backfill),
    Scenario("an applied backfill", "Clear of apply", clear_apply),
    Scenario(
        "a plan is shown; a run changes its dates", "Approve; Clear of plan, Approve", stale_plan
    ),
]


def last_green(world: World) -> Run:
    """The youngest run that was triggered and is green."""
    runs = [run for run in world.desk.runs(PIPELINE) if run.run_id.startswith("run-")]
    return next(run for run in reversed(runs) if world.desk.state(run) == "success")


def fail(world: World) -> Run:
    """A run that has failed in transform, for SQL that is mended by now."""
    world.break_sql()
    world.land()
    run = world.red(world.trigger(), "transform")
    world.mend_sql()
    return run


def working_driver(world: World, run: Run, job: str) -> psutil.Process:
    """The driver of a job that holds the lease: it is in the middle of its work."""

    def found() -> psutil.Process | None:
        lease = world.data.lease()
        if (lease.get("run_id"), lease.get("job")) != (run.run_id, job):
            return None
        return next((one for one in world.drivers(job) if one.pid == lease["pid"]), None)

    process: psutil.Process = wait_until(found, f"{job} of {run} to work")
    return process


def is_waiting(world: World, run: Run) -> bool:
    return "Waiting for the writer lease" in world.desk.log(run, "transform")
