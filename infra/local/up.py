"""Airflow on this machine until Ctrl-C: 'airflow standalone', started and stopped as a whole."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import requests
from database import prepare_database_apart
from one_at_a_time import take_turn

AIRFLOW_HOME = Path(os.environ["AIRFLOW_HOME"])
LOG = AIRFLOW_HOME / "logs" / "standalone.log"
PORT = int(os.environ["SLUICE_AIRFLOW_PORT"])
ADDRESS = f"http://localhost:{PORT}"
PARTS = ("metadatabase", "scheduler", "dag_processor", "triggerer")

START_SECONDS = 240
# A job may finish its batch first.
STOP_SECONDS = 30


class Interrupted(Exception):  # noqa: N818 (no error: somebody wants to stop)
    """Ctrl-C, or the terminal was closed."""


def main() -> int:
    lock = take_turn(AIRFLOW_HOME, "make up")
    check_port()
    print("preparing Airflow's database ...", flush=True)
    LOG.parent.mkdir(parents=True, exist_ok=True)
    prepare_database_apart(LOG)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    print("starting Airflow (about half a minute) ...", flush=True)
    airflow = start()
    try:
        wait_until_healthy(airflow)
        print_welcome()
        return ended(airflow, airflow.wait())
    except Interrupted:
        print("\nstopping Airflow ...", flush=True)
        return 0
    finally:
        stop(airflow)
        print("Airflow has stopped", flush=True)
        lock.close()


def interrupt(number: int, frame: object) -> None:  # noqa: ARG001 (Python's signature)
    raise Interrupted


def check_port() -> None:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", PORT))
        except OSError as error:
            sys.exit(
                f"Cannot start Airflow on port {PORT}: {error.strerror}; stop what uses it, "
                "or set SLUICE_AIRFLOW_PORT to another port"
            )


def start() -> subprocess.Popen[bytes]:
    """Starts Airflow in a session of its own: by it, every process that belongs to it is found."""
    with LOG.open("wb") as log:
        return subprocess.Popen(
            ["airflow", "standalone"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def wait_until_healthy(airflow: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not healthy():
        if airflow.poll() is not None:
            sys.exit(ended(airflow, airflow.returncode))
        if time.monotonic() > deadline:
            sys.exit(f"Cannot start Airflow: it isn't healthy after {START_SECONDS} s; see {LOG}")
        time.sleep(1)


def healthy() -> bool:
    try:
        health = requests.get(f"{ADDRESS}/api/v2/monitor/health", timeout=5).json()
    except (requests.RequestException, ValueError):
        return False
    return all((health.get(part) or {}).get("status") == "healthy" for part in PARTS)


def print_welcome() -> None:
    print(
        f"\nAirflow is up:  {ADDRESS}\n"
        "login:          none needed; whoever opens it on this machine is admin\n"
        f"data:           {os.environ['SLUICE_DATA']}\n"
        f"log:            {LOG}\n"
        "Ctrl-C stops it.",
        flush=True,
    )


def ended(airflow: subprocess.Popen[bytes], exit_code: int) -> int:
    print(
        f"Airflow ended by itself with exit code {exit_code} (process {airflow.pid}); "
        f"the last lines of {LOG} say why",
        file=sys.stderr,
    )
    return 1


def stop(airflow: subprocess.Popen[bytes]) -> None:
    """Asks the whole of Airflow at once, parent and parts, as its parts outlive their parent."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    if airflow.poll() is None:
        os.killpg(airflow.pid, signal.SIGTERM)
    _, left = psutil.wait_procs(processes_of(airflow.pid), STOP_SECONDS)
    # Also those that were started meanwhile.
    for process in {*left, *processes_of(airflow.pid)}:
        process.kill()
    airflow.wait()


def processes_of(session: int) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == session:
                found.append(process)
        except (ProcessLookupError, PermissionError):
            continue
    return found


if __name__ == "__main__":
    sys.exit(main())
