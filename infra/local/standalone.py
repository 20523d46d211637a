"""'airflow standalone': started, waited for, and stopped or killed as a whole."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

import psutil
import requests

PARTS = ("metadatabase", "scheduler", "dag_processor", "triggerer")

START_SECONDS = 240
# A job may finish its batch first.
STOP_SECONDS = 30


class NotHealthyError(Exception):
    """It has ended, or isn't healthy in time; the message says which."""


class Standalone:
    """Airflow in a session of its own: by it, every process that belongs to it is found.

    :param environment: as infra/local/env.sh makes it
    :param log: where everything goes that it says; started again, it says more there
    """

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self.environment = environment
        self.log = log
        self.address = f"http://localhost:{environment['SLUICE_AIRFLOW_PORT']}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                ["airflow", "standalone"],
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_healthy(self) -> None:
        """Raises NotHealthyError where that doesn't come."""
        assert self.process is not None
        deadline = time.monotonic() + START_SECONDS
        while not self.is_healthy():
            if self.process.poll() is not None:
                raise self._ended()
            if time.monotonic() > deadline:
                raise NotHealthyError(
                    "Cannot start Airflow: "
                    f"it isn't healthy after {START_SECONDS} s; see {self.log}"
                )
            time.sleep(1)

    def wait_until_ended(self) -> NoReturn:
        """Raises NotHealthyError in the end, as nobody has asked it to end."""
        assert self.process is not None
        self.process.wait()
        raise self._ended()

    def is_healthy(self) -> bool:
        try:
            health = requests.get(f"{self.address}/api/v2/monitor/health", timeout=5).json()
        except (requests.RequestException, ValueError):
            return False
        return all((health.get(part) or {}).get("status") == "healthy" for part in PARTS)

    def stop(self) -> None:
        """Asks the whole of it at once, parent and parts, as its parts outlive their parent."""
        if self.process is None:
            return
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        _, left = psutil.wait_procs(self.processes(), STOP_SECONDS)
        # Also those that were started meanwhile.
        for process in {*left, *self.processes()}:
            process.kill()
        self.process.wait()

    def kill(self, is_spared: Callable[[psutil.Process], bool]) -> None:
        """Ends it by SIGKILL as a crash would, but for some of its processes."""
        assert self.process is not None
        # Twice: a process may have started another meanwhile.
        for _ in range(2):
            for process in self.processes():
                if not is_spared(process):
                    process.kill()
        self.process.wait()

    def _ended(self) -> NotHealthyError:
        assert self.process is not None
        return NotHealthyError(
            f"Airflow ended by itself with exit code {self.process.returncode} "
            f"(process {self.process.pid}); the last lines of {self.log} say why"
        )

    def processes(self) -> list[psutil.Process]:
        assert self.process is not None
        found = []
        for process in psutil.process_iter():
            try:
                if os.getsid(process.pid) == self.process.pid:
                    found.append(process)
            except (ProcessLookupError, PermissionError):
                continue
        return found


def free_ports() -> int:
    """The first of three ports in a row that nobody uses, for an Airflow."""
    for port in range(28_100, 28_900, 3):
        if all(_is_free(port + more) for more in range(3)):
            return port
    raise NotHealthyError("Cannot start Airflow: no ports from 28100 to 28900 are free")


def _is_free(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) != 0


def environment(home: Path, port: int, *, data: Path, sql: Path) -> dict[str, str]:
    """An environment for an Airflow with a home and ports of its own, beside that of make up.

    :param port: of the pages; the next two are for logs
    """
    given = {name: value for name, value in os.environ.items() if not name.startswith("SLUICE_")}
    given |= {
        "SLUICE_AIRFLOW_HOME": str(home),
        "SLUICE_AIRFLOW_PORT": str(port),
        "SLUICE_DATA": str(data),
        "SLUICE_SQL": str(sql),
        "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(port + 1),
        "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT": str(port + 2),
    }
    script = 'source "$0" && env -0'
    made = subprocess.run(
        ["bash", "-c", script, Path(__file__).with_name("env.sh")],
        env=given,
        capture_output=True,
        text=True,
        check=True,
    )
    pairs = (line.partition("=") for line in made.stdout.split("\0") if line)
    return {name: value for name, _, value in pairs}
