"""Airflow with one pipeline: files land, runs are driven, and tables are compared."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import psutil

from crashtest.checks import Verification
from crashtest.feed import Mix
from crashtest.jobs import PIPELINE
from crashtest.lengths import Lengths
from crashtest.oracle import Record
from crashtest.pipeline import PipelineData
from crashtest.rounds import Round
from database import prepare_database_apart
from desk import Desk, DeskError, Run, wait_until
from standalone import Standalone, environment

SEED = "clearing"
# Files with a foreign header are rejected, and fail the checks: only one scenario wants that.
MIX = Mix(odd_files=0)

TRANSFORMATIONS = "transformations.sql"


class World:
    """Makes its folder anew. Everything is in there: the data, the SQL, and Airflow's home."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.round = Round(folder / "round", SEED, MIX, Lengths(), say=lambda _: None)
        self.data: PipelineData = self.round.data
        self.sql = folder / "round" / "sql" / PIPELINE
        self._set_schedule()
        self.sql_as_it_is = folder / "sql-as-it-is"
        shutil.rmtree(self.sql_as_it_is, ignore_errors=True)
        shutil.copytree(self.sql, self.sql_as_it_is)
        self.published_as: Callable[[Record], Record] = dict
        shutil.rmtree(folder / "airflow", ignore_errors=True)
        self.environment = environment(
            folder / "airflow", port, data=self.data.root.parent, sql=self.sql.parent
        )
        log = folder / "standalone.log"
        prepare_database_apart(log, self.environment)
        self.airflow = Standalone(self.environment, log)
        self.desk = Desk(self.airflow.address)
        self.triggered = 0

    def start(self) -> None:
        self.airflow.start()
        self.airflow.wait_until_healthy()
        wait_until(self._has_dags, "the DAGs to load")

    def land(self) -> None:
        """At least one file that has not landed before."""
        before = len(self.round.landed)
        while len(self.round.landed) == before:
            self.round.land()

    def trigger(self, dag_id: str = PIPELINE, **conf: object) -> Run:
        self.triggered += 1
        return self.desk.trigger(dag_id, f"run-{self.triggered:03}", **conf)

    def green(self, run: Run) -> Run:
        """The run, once it has ended well; fails where it hasn't."""
        if self.desk.ended(run) != "success":
            states = self.desk.task_states(run)
            logs = [self.desk.log(run, task) for task, state in states.items() if state == "failed"]
            raise DeskError(
                f"{run} has failed: {states}\n" + "\n".join(log[-3000:] for log in logs)
            )
        return run

    def red(self, run: Run, task_id: str) -> Run:
        """The run, once it has failed in that task; fails where it hasn't."""
        if self.desk.ended(run) != "failed" or self.desk.task_states(run)[task_id] != "failed":
            raise DeskError(f"{run} did not fail in {task_id}: {self.desk.task_states(run)}")
        return run

    def verdict(self, run: Run, job: str) -> str:
        """What the newest run of a job in this run of the DAG set out to do."""
        # Airflow's own ids have letters that a file's name doesn't have.
        safe = re.sub(r"[^A-Za-z0-9._-]", "_", run.run_id)
        pattern = safe if safe == run.run_id else f"{safe}-*"
        report = max(self.data.reports(job, pattern), default=None)
        if report is None:
            raise DeskError(f"{job} of {run} left no report")
        read = json.loads(report.read_text())
        return f"{read['verdict']} {read['verdict_detail'] or ''}".strip()

    def findings(self) -> list[str]:
        look = Verification(self.data, self.round.landed, self.published_as)
        look.verify()
        return look.findings

    def drivers(self, job: str) -> list[psutil.Process]:
        """The JVMs of a job that are alive."""
        return [process for process in psutil.process_iter() if self.is_driver(process, job)]

    def is_driver(self, process: psutil.Process, job: str = "") -> bool:
        try:
            command = process.cmdline()
        except psutil.Error:
            return False
        return (
            f"io.sluice.{job.capitalize()}" in " ".join(command)
            and str(self.data.root.parent) in command
            and Path(command[0]).name == "java"
        )

    def airflow_command(self, *arguments: str) -> None:
        done = subprocess.run(
            ["airflow", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise DeskError(f"airflow {' '.join(arguments)} ended badly: {done.stderr[-2000:]}")

    def break_sql(self) -> None:
        (self.sql / "rules.sql").write_text("-- description: not yet\n\nselect from nowhere\n")

    def mend_sql(self) -> None:
        shutil.copytree(self.sql_as_it_is, self.sql, dirs_exist_ok=True)

    def forget_discounts(self) -> None:
        """Puts SQL there that publishes revenue without its discount."""
        right = "amount * quantity * share_to_pay"
        text = (self.sql_as_it_is / TRANSFORMATIONS).read_text()
        assert right in text
        (self.sql / TRANSFORMATIONS).write_text(text.replace(right, "amount * quantity"))

    def _set_schedule(self) -> None:
        """Never within a test: what runs is what is triggered, but for one run at the start."""
        yaml = self.sql / "pipeline.yaml"
        hourly = 'schedule: "@hourly"'
        assert hourly in yaml.read_text()
        yaml.write_text(yaml.read_text().replace(hourly, 'schedule: "@monthly"'))

    def _has_dags(self) -> bool:
        try:
            found = self.desk.ask("GET", "/dags")["dags"]
        except DeskError:
            return False
        wanted = {PIPELINE, f"{PIPELINE}_backfill", f"{PIPELINE}_decide"}
        return wanted <= {dag["dag_id"] for dag in found}


def without_discount(row: Record) -> Record:
    """A row as it is published by SQL that forgets discounts."""
    return row | {"revenue": row["amount"] * row["quantity"]}
