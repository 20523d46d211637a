"""Jobs as people run them: whole processes, started by the launcher."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
LONGEST_SECONDS = 600
PIPELINE = "transactions"


@dataclass(frozen=True)
class Run:
    """One process that has ended."""

    job: str
    run_id: str
    seconds: float
    exit_code: int | None
    """None where it was killed."""
    stdout: str
    stderr: str

    @property
    def was_killed(self) -> bool:
        return self.exit_code is None

    @property
    def verdict(self) -> str:
        """What the job set out to do; run says which jobs it runs before the first has its own."""
        lines = self.stdout.splitlines()[1 if self.job == "run" else 0 :]
        return lines[0] if lines else ""


class Jobs:
    def __init__(self, data: Path, sql: Path, logs: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SLUICE_")}
        self.environment: Mapping[str, str] = kept | {
            "SLUICE_DATA": str(data),
            "SLUICE_SQL": str(sql),
            "SLUICE_MASTER": "local[2]",
        }
        self.logs = logs

    def run(self, job: str, run_id: str) -> Run:
        """Lets the job end by itself."""
        return self._run(job, run_id, LONGEST_SECONDS)

    def run_and_kill(self, job: str, run_id: str, after: float) -> Run:
        """Kills the job after so many seconds, if it has not ended by then."""
        return self._run(job, run_id, after)

    def _run(self, job: str, run_id: str, most: float) -> Run:
        out, err = self.logs / f"{run_id}.out", self.logs / f"{run_id}.err"
        command = [CHECKOUT / "sluice", job, "--pipeline", PIPELINE, "--run-id", run_id]
        with out.open("wb") as stdout, err.open("wb") as stderr:
            start = time.monotonic()
            process = subprocess.Popen(
                command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                # A group of its own: the scripts that start the JVM have children, too.
                start_new_session=True,
            )
            try:
                exit_code = process.wait(most)
            except subprocess.TimeoutExpired:
                exit_code = None
            finally:
                if process.returncode is None:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
            seconds = time.monotonic() - start
        return Run(job, run_id, seconds, exit_code, _text(out), _text(err))


def _text(file: Path) -> str:
    return file.read_text(errors="replace")
