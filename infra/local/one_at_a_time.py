"""Only one of 'make demo' and 'make up' at a time: both use the same Airflow database."""

import fcntl
import sys
from pathlib import Path
from typing import TextIO


def take_turn(airflow_home: Path, what: str) -> TextIO:
    """Ends this process where the other is running. The lock lasts as long as what it returns."""
    airflow_home.mkdir(parents=True, exist_ok=True)
    lock = (airflow_home / "lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        sys.exit(
            f"Cannot start '{what}': '{lock.read()}' is running in this checkout; "
            "wait until it ends, or stop it with Ctrl-C"
        )
    lock.truncate(0)
    lock.write(what)
    lock.flush()
    return lock
