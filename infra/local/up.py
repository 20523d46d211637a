"""Airflow on this machine until Ctrl-C: 'airflow standalone', started and stopped as a whole."""

import os
import signal
import socket
import sys
from pathlib import Path

from database import prepare_database_apart
from one_at_a_time import take_turn
from standalone import NotHealthyError, Standalone

AIRFLOW_HOME = Path(os.environ["AIRFLOW_HOME"])
LOG = AIRFLOW_HOME / "logs" / "standalone.log"
PORT = int(os.environ["SLUICE_AIRFLOW_PORT"])
ADDRESS = f"http://localhost:{PORT}"


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
    LOG.unlink()
    airflow = Standalone(os.environ, LOG)
    airflow.start()
    try:
        airflow.wait_until_healthy()
        print_welcome()
        airflow.wait_until_ended()
    except NotHealthyError as error:
        print(error, file=sys.stderr)
        return 1
    except Interrupted:
        print("\nstopping Airflow ...", flush=True)
        return 0
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        airflow.stop()
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


def print_welcome() -> None:
    print(
        f"\nAirflow is up:  {ADDRESS}\n"
        "login:          none needed; whoever opens it on this machine is admin\n"
        f"data:           {os.environ['SLUICE_DATA']}\n"
        f"log:            {LOG}\n"
        "Ctrl-C stops it.",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
