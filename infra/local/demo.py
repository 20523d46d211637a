"""The demo: one run of the transactions DAG in this process, as Airflow's dag.test does it."""

import contextlib
import os
import shutil
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from one_at_a_time import take_turn

PIPELINE = "transactions"
PARAMS = {"generate_rows": 500, "generate_files": 5}
METRICS = "transaction_metrics"
ORDER_BY = "product_category"
WIDEST = 160

CHECKOUT = Path(__file__).resolve().parents[2]
AIRFLOW_HOME = Path(os.environ["AIRFLOW_HOME"])
DATA = Path(os.environ["SLUICE_DATA"])
LOG = AIRFLOW_HOME / "logs" / "demo.log"


def main() -> int:
    lock = take_turn(AIRFLOW_HOME, "make demo")
    started = time.monotonic()
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with output_into(LOG) as terminal:
        say(terminal, f"running the DAG {PIPELINE} in Airflow: {PARAMS['generate_rows']} new rows")
        try:
            states, reports = run_dag(terminal)
        except Exception:  # whatever it is, the log has it, and the last lines say where
            traceback.print_exc()
            states, reports = {}, {}
    if "quality" not in reports or set(states.values()) - {"success", "skipped"}:
        say_failed([task for task, state in states.items() if state == "failed"])
        return 1
    print(summary(reports))
    print(f"it took {time.monotonic() - started:.0f} s; 'make demo' again goes on with more rows")
    lock.close()
    return 0


@contextlib.contextmanager
def output_into(file: Path) -> Iterator[TextIO]:
    """Sends what this process and its children print into a file; gives the terminal."""
    sys.stdout.flush()
    saved = [os.dup(1), os.dup(2)]
    with file.open("w") as log, os.fdopen(os.dup(1), "w") as terminal:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
        try:
            yield terminal
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for number, old in enumerate(saved, start=1):
                os.dup2(old, number)
                os.close(old)


def run_dag(terminal: TextIO) -> tuple[dict[str, str], dict[str, dict]]:
    """The state of every task, and the reports of those that ran a job."""
    # Airflow reads its settings and sets up its logging when it is imported.
    from airflow.dag_processing.dagbag import DagBag

    from database import prepare_database

    sys.path.insert(0, str(CHECKOUT / "dags"))
    from sluice_airflow.report import outcome_line
    from sluice_airflow.settings import POOL

    prepare_database(POOL)
    bag = DagBag(CHECKOUT / "dags")
    if bag.import_errors:
        raise RuntimeError(f"Cannot load the DAGs: {bag.import_errors}")
    dag = bag.dags[PIPELINE]
    reports = {}

    def begun(context) -> None:
        say(terminal, f"  {context['ti'].task_id} ...")

    def succeeded(context) -> None:
        report = context["ti"].xcom_pull(task_ids=context["ti"].task_id, key="report")
        if report:
            reports[report["job"]] = report
            say(terminal, f"    {outcome_line(report)}")

    def failed(context) -> None:
        say(terminal, f"    {context.get('exception')}")

    for task in dag.tasks:
        task.retries = 0
        task.on_execute_callback = [begun]
        task.on_success_callback = [succeeded]
        task.on_failure_callback = [failed]
    # As a run that a person starts by hand: it has no logical date.
    run = dag.test(logical_date=None, run_conf=PARAMS)
    return {ti.task_id: str(ti.state) for ti in run.get_task_instances()}, reports


def summary(reports: dict[str, dict]) -> str:
    """What every job did, the table of metrics, and where to look further."""
    from sluice_airflow.report import outcome_line, verdict_line
    from tables import read_table, table_text

    data = DATA / PIPELINE
    width = min(shutil.get_terminal_size((120, 40)).columns, WIDEST)
    lines = [""]
    for job in ("generate", "transform", "aggregate", "quality"):
        lines.append(f"{job:<10} verdict  {verdict_line(reports[job])}")
        lines.append(f"{'':<10} outcome  {outcome_line(reports[job])}")
    names, rows = read_table(data / "tables" / METRICS, ORDER_BY)
    lines += ["", f"{METRICS}:", "", table_text(names, rows, width), ""]
    lines.append("where everything is:")
    for what, where in (
        ("tables (Delta)", data / "tables"),
        ("consumed files", data / "archive"),
        ("reports of the runs", data / "runs"),
        ("the pipeline's SQL", CHECKOUT / "sql" / PIPELINE),
        ("Airflow", AIRFLOW_HOME),
        ("log of this demo", LOG),
    ):
        lines.append(f"  {what:<20} {where}")
    return "\n".join(lines)


def say(terminal: TextIO, text: str) -> None:
    print(text, file=terminal, flush=True)


def say_failed(failed: list[str]) -> None:
    what = f"the task {failed[0]} failed, see above" if failed else "Airflow didn't run the DAG"
    print(
        f"\nCannot finish the demo: {what}; {LOG} has all that was said.\n"
        "Mend that and run 'make demo' again: it goes on where this one stopped.\n"
        "'make clean' removes the demo's data, for a fresh start.",
        file=sys.stderr,
    )


if __name__ == "__main__":
    sys.exit(main())
