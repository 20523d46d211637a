"""One spark-submit: how it is started, so that it can also be stopped in good order."""

import contextlib
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from typing import Any

from airflow.providers.apache.spark.hooks.spark_submit import SparkSubmitHook

# What a job says before its verdict; Airflow shows the options itself.
_STARTS = re.compile(r" INFO +JobRunner: Run \S+ of \S+ starts with ")
_APPLICATION = re.compile(r" INFO +Sessions: Spark application (\S+)")

# Kills the process group $1 if it is still there after $2 seconds.
_GUARD = """
for second in $(seq "$2"); do kill -s 0 -- "-$1" 2>/dev/null || exit 0; sleep 1; done
kill -s KILL -- "-$1" 2>/dev/null
"""


class Driver(SparkSubmitHook):
    """spark-submit in a process group of its own.

    Airflow signals the whole group of a task. Without a group of its own the driver would get one
    SIGTERM from Airflow and a second one from here, and a job takes the second as: stop at once.
    """

    def _resolve_should_track_driver_status(self) -> bool:
        """Airflow needs to ask for no driver: spark-submit waits until it has ended."""
        return False

    def submit(self, application: str = "", **kwargs: Any) -> str | None:
        return super().submit(application, process_group=0, **kwargs)

    application_id: str | None = None
    """Spark's name for what the driver runs, once that has begun."""

    def _process_spark_submit_log(self, itr: Iterator[Any]) -> None:
        super()._process_spark_submit_log(self._shown(itr))

    def _shown(self, lines: Iterator[Any]) -> Iterator[Any]:
        for line in lines:
            application = _APPLICATION.search(line)
            if application:
                self.application_id = application.group(1)
            elif not _STARTS.search(line):
                yield line

    @property
    def exit_code(self) -> int | None:
        """The exit code of spark-submit, negative for a signal; None where it has none."""
        return self._submit_sp.returncode if self._submit_sp else None

    def kill_elsewhere(self) -> None:
        """Kills a driver that a cluster runs; spark-submit then only waits for it."""
        if self._connection["deploy_mode"] == "cluster":
            self.on_kill()

    def stop(self, grace_seconds: int) -> None:
        """Asks the driver to stop, gives it time for its current batch, then kills it.

        The killing is left to a process that outlives this one: Airflow kills a task five seconds
        after it has asked it to stop, however long the driver may take.
        """
        driver = self._submit_sp
        if driver is None or driver.poll() is not None:
            return
        self.log.info("Asking the driver to stop; it has %s s", grace_seconds)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(driver.pid, signal.SIGTERM)
        guard = subprocess.Popen(
            ["/bin/sh", "-c", _GUARD, "guard", str(driver.pid), str(grace_seconds)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            process_group=0,
        )
        # With a time limit, as this may interrupt a wait() without one, which holds a lock.
        with contextlib.suppress(subprocess.TimeoutExpired):
            driver.wait(grace_seconds + 10)
        guard.wait()
        self.log.info("The driver has stopped with exit code %s", driver.returncode)
