"""The tutorial, from its sample to its schedule: run block by block, then in Airflow."""

import json
import os
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import TextIO

import documented
import pytest
from documented import CHECKOUT, Ended, Example

from desk import Desk, wait_until
from standalone import environment, free_ports

PAGE = CHECKOUT / "docs" / "tutorial.md"
# Of the commands from init to the first published table, together.
MOST_SECONDS = 60

LOADS_THE_DAG = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
dag = bag.dags["rides"]
print(json.dumps([bag.import_errors, dag.schedule, [task.task_id for task in dag.tasks]]))
"""


class TutorialTest(unittest.TestCase):
    home: Path
    examples: list[Example]
    ended: list[Ended]

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.home = Path(folder.name).resolve()
        cls.examples = documented.examples(PAGE)
        variables = {"HOME": str(cls.home), "SLUICE_MASTER": "local[2]", "XDG_CACHE_HOME": ""}
        cls.ended = documented.run(cls.examples, os.environ | variables)

    def test_prints_what_it_says(self) -> None:
        for each in self.ended:
            self.assertEqual("", each.difference())
        self.assertEqual(len(self.examples), len(self.ended))

    def test_publishes_its_first_table_within_a_minute(self) -> None:
        seconds = {}
        for each in self.ended:
            commands = [line for line in each.example.script.splitlines() if "./sluice " in line]
            if commands:
                seconds[commands[0]] = each.seconds
            if any(command.startswith("./sluice run ") for command in commands):
                break
        table = "\n".join(f"{taken:6.1f} s  {command}" for command, taken in seconds.items())
        print(f"\n{table}\n{sum(seconds.values()):6.1f} s  from init to the first table")
        self.assertTrue(next(iter(seconds)).startswith("./sluice init "), table)
        self.assertLess(sum(seconds.values()), MOST_SECONDS, table)

    def test_its_pipeline_is_a_dag(self) -> None:
        python = CHECKOUT / ".venv" / "airflow" / "bin" / "python"
        done = subprocess.run(
            [python, "-c", LOADS_THE_DAG, CHECKOUT / "dags"],
            env=self.airflow(8080) | {"PYTHONPATH": str(CHECKOUT / "dags")},
            capture_output=True,
            text=True,
            check=True,
        )
        self.assertEqual(
            [{}, "@hourly", ["preflight", "transform", "aggregate", "quality"]],
            json.loads(done.stdout.splitlines()[-1]),
        )

    @pytest.mark.long
    def test_airflow_takes_in_what_has_landed(self) -> None:
        port = free_ports()
        variables = self.airflow(port) | {"HOME": str(self.home), "SLUICE_MASTER": "local[2]"}
        up, look = documented.examples(PAGE, "A schedule", "sh")
        assert up.printed
        with (self.home / "up.log").open("w+") as log:
            started = subprocess.Popen(
                ["bash", "-c", up.script],
                cwd=CHECKOUT,
                env=variables,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                wait_until(
                    lambda: started.poll() is not None or "Ctrl-C" in content(log),
                    "Airflow",
                )
                self.assertIn(up.printed.replace("8080", str(port)), content(log))
                desk = Desk(f"http://localhost:{port}")
                wait_until(lambda: has_dag(desk, "rides"), "the DAG rides")
                run = desk.trigger("rides", "by-hand")
                self.assertEqual("success", desk.ended(run), desk.task_states(run))
                self.assertEqual(
                    dict.fromkeys(("preflight", "transform", "aggregate", "quality"), "success"),
                    desk.task_states(run),
                )
            finally:
                os.killpg(started.pid, signal.SIGINT)
                started.wait()
        (looked,) = documented.run([look], variables)
        self.assertEqual("", looked.difference())

    def airflow(self, port: int) -> dict[str, str]:
        folder = self.home / "sluice-tutorial"
        home = self.home / "airflow"
        return environment(home, port, data=folder / "data", sql=folder / "sql")


def content(log: TextIO) -> str:
    return Path(log.name).read_text()


def has_dag(desk: Desk, dag_id: str) -> bool:
    dags = desk.ask("GET", "/dags")["dags"]
    return any(dag["dag_id"] == dag_id for dag in dags)


if __name__ == "__main__":
    unittest.main()
