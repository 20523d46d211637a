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
    seconds: float
    peak_bytes: int


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
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            process.wait()
            raise
        seconds = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise BenchmarkError(
            f"Cannot measure '{command.arguments[0]}': it ended with {process.returncode}; "
            f"see {log}, which ends with\n{_tail(log)}"
        )
    return Measurement(seconds, usage.ru_maxrss * 1024)


def _tail(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines()
    return "\n".join(lines[-SHOWN_LINES:])
