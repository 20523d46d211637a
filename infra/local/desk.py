"""Airflow as its pages drive it: over REST."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import requests

POLL_SECONDS = 0.3
LONGEST_SECONDS = 240
REQUEST_SECONDS = 60
ENDED = ("success", "failed")
ANSWERED_AFTER_SECONDS = 12


class DeskError(Exception):
    """Airflow refuses, or doesn't come to where it was expected to; the message says what."""


def wait_until(is_so: Callable[[], Any], what: str, seconds: float = LONGEST_SECONDS) -> Any:
    """What the function gives as soon as that is something; fails where it takes too long."""
    end = time.monotonic() + seconds
    while not (found := is_so()):
        if time.monotonic() > end:
            raise DeskError(f"waited {seconds:.0f} s in vain for {what}")
        time.sleep(POLL_SECONDS)
    return found


@dataclass(frozen=True)
class Run:
    """One run of a DAG."""

    dag_id: str
    run_id: str
    logical_date: str | None = None

    @property
    def path(self) -> str:
        return f"/dags/{self.dag_id}/dagRuns/{quote(self.run_id)}"

    def __str__(self) -> str:
        return f"{self.dag_id} {self.run_id}"


class Desk:
    """
    :param address: of Airflow, without a slash at the end
    """

    def __init__(self, address: str) -> None:
        self.address = address

    def trigger(self, dag_id: str, run_id: str, **conf: object) -> Run:
        body = {"logical_date": None, "dag_run_id": run_id, "conf": conf}
        self.ask("POST", f"/dags/{dag_id}/dagRuns", body)
        return Run(dag_id, run_id)

    def runs(self, dag_id: str) -> list[Run]:
        answer = self.ask("GET", f"/dags/{dag_id}/dagRuns")
        return [Run(dag_id, run["dag_run_id"], run["logical_date"]) for run in answer["dag_runs"]]

    def state(self, run: Run) -> str:
        return str(self.ask("GET", run.path)["state"])

    def task_states(self, run: Run) -> dict[str, str]:
        answer = self.ask("GET", f"{run.path}/taskInstances")
        return {ti["task_id"]: str(ti["state"]) for ti in answer["task_instances"]}

    def task(self, run: Run, task_id: str) -> dict[str, Any]:
        return self.ask("GET", _path(run, task_id))

    def ended(self, run: Run, seconds: float = LONGEST_SECONDS) -> str:
        """The state that a run has ended with."""
        try:
            wait_until(lambda: self.state(run) in ENDED, f"the end of {run}", seconds)
        except DeskError as error:
            raise DeskError(f"{error}; its tasks: {self.task_states(run)}") from None
        return self.state(run)

    def clear(self, run: Run, tasks: Iterable[str], *, downstream: bool = True) -> None:
        """As the button does it; fails where nothing was cleared."""
        body = {
            "dag_run_id": run.run_id,
            "task_ids": list(tasks),
            "dry_run": False,
            "only_failed": False,
            "include_downstream": downstream,
            "reset_dag_runs": True,
        }
        answer = self.ask("POST", f"/dags/{run.dag_id}/clearTaskInstances", body)
        if not answer["task_instances"]:
            raise DeskError(f"Clear of {body['task_ids']} of {run} cleared nothing")

    def clear_run(self, run: Run) -> None:
        body = {"dry_run": False, "only_failed": False}
        self.ask("POST", f"{run.path}/clear", body)

    def mark(self, run: Run, task_id: str, state: str) -> None:
        self.ask("PATCH", _path(run, task_id), {"new_state": state})

    def question(self, run: Run, task_id: str) -> dict[str, Any]:
        """What a task asks a person, once it has asked for a while.

        An answer within the first seconds may be lost: Airflow notices up to six seconds later that
        the task has stopped to wait, and takes it for one that has failed if it goes on by then.
        """

        since: list[float] = []

        def asked() -> dict[str, Any] | None:
            if self.state(run) in ENDED:
                raise DeskError(f"{run} ended without a question: {self.task_states(run)}")
            if self.task(run, task_id)["state"] != "awaiting_input":
                since.clear()
                return None
            # Not by when the question was made: one that is asked again keeps that of the first.
            since.append(time.monotonic())
            if since[-1] - since[0] < ANSWERED_AFTER_SECONDS:
                return None
            return self.ask("GET", f"{_path(run, task_id)}/-1/hitlDetails")

        found: dict[str, Any] = wait_until(asked, f"the question of {task_id} of {run}")
        return found

    def answer(self, run: Run, task_id: str, option: str, **fields: object) -> None:
        body = {"chosen_options": [option], "params_input": fields}
        self.ask("PATCH", f"{_path(run, task_id)}/-1/hitlDetails", body)

    def xcom(self, run: Run, task_id: str, key: str) -> Any:
        """What a task has left under that key."""
        path = f"{_path(run, task_id)}/xcomEntries/{key}?deserialize=true"
        return self.ask("GET", path)["value"]

    def replace_xcom(self, run: Run, task_id: str, key: str, value: object) -> None:
        self.ask("PATCH", f"{_path(run, task_id)}/xcomEntries/{key}", {"value": value})

    def log(self, run: Run, task_id: str) -> str:
        """What the last try of a task has said so far."""
        number = self.task(run, task_id)["try_number"]
        answer = self.ask("GET", f"{_path(run, task_id)}/logs/{number}?full_content=true")
        # Whole: the message of an error stands beside the line that tells of it.
        return "\n".join(map(str, answer["content"]))

    def ask(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        url = f"{self.address}/api/v2{path}"
        answer = requests.request(method, url, json=body, timeout=REQUEST_SECONDS)
        if not answer.ok:
            raise DeskError(f"{method} {path} gives {answer.status_code}: {answer.text}")
        found: dict[str, Any] = answer.json() if answer.content else {}
        return found


def _path(run: Run, task_id: str) -> str:
    return f"{run.path}/taskInstances/{task_id}"
