"""Where the programs are that storages are made of."""

import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from crashtest.jobs import CHECKOUT

JARS = CHECKOUT / "build" / "storages"
MOTO = CHECKOUT / ".venv" / "moto" / "bin" / "moto_server"
LONGEST_START_SECONDS = 120
POLL_SECONDS = 0.1


def java(jars: Sequence[Path], *arguments: str | Path) -> list[str | Path]:
    """A command of a JVM that has these jars, and after them those of Spark."""
    (spark,) = (CHECKOUT / ".venv" / "spark" / "lib").glob("python3.*/site-packages/pyspark/jars")
    quiet = f"-Dlog4j2.configurationFile={CHECKOUT / 'infra' / 'log4j2.properties'}"
    path = ":".join([*map(str, jars), f"{spark}/*"])
    return ["java", "-Xmx512m", "-XX:+UseSerialGC", quiet, "-cp", path, *arguments]


def started(
    command: Sequence[str | Path], log: Path, is_ready: Callable[[], bool]
) -> subprocess.Popen:
    """A server that is ready to be asked."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
    end = time.monotonic() + LONGEST_START_SECONDS
    while not is_ready():
        if process.poll() is not None or time.monotonic() > end:
            process.kill()
            process.wait()
            raise AssertionError(log.read_text(errors="replace"))
        time.sleep(POLL_SECONDS)
    return process
