"""One whole process: how long it took and how much memory it had at most."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SHOWN_LINES = 20


class BenchmarkError(Exception):
    """A benchmark that can't be judged: a side failed, or did not do the work it was given."""


@dataclass(frozen=True)
class Command:
    arguments: Sequence[str | Path]
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Measurement:
    """`read_bytes` are all that it read, also where the page cache had them."""

    seconds: float
    peak_bytes: int
    read_bytes: int


def measure(command: Command, log: Path) -> Measurement:
    """Runs the command to its end, its output in the log.

    The peak is that of the process itself, or of a child it waited for, whichever is larger:
    spark-submit replaces itself with the JVM, so it is the JVM's.
    """
    os.sync()  # what earlier runs wrote must not be flushed on this one's time
    with log.open("wb") as output:
        start = time.monotonic()
        process = subprocess.Popen(
            command.arguments,
            env=command.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            # It has ended and is not yet forgotten: its books are whole.
            os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
            seconds = time.monotonic() - start
            read_bytes = _read_bytes(process.pid)
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            process.wait()
            raise
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise BenchmarkError(
            f"Cannot measure '{command.arguments[0]}': it ended with {process.returncode}; "
            f"see {log}, which ends with\n{_tail(log)}"
        )
    return Measurement(seconds, usage.ru_maxrss * 1024, read_bytes)


def _read_bytes(pid: int) -> int:
    """What read calls have given the process and the children it waited for."""
    lines = Path(f"/proc/{pid}/io").read_text().splitlines()
    return int(dict(line.split(": ") for line in lines)["rchar"])


def _tail(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines()
    return "\n".join(lines[-SHOWN_LINES:])
