"""Jobs as people run them: whole processes, started by the launcher."""

import os
import shlex
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
LONGEST_SECONDS = 600
POLL_SECONDS = 0.001
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


class Started:
    """A process that is at work."""

    def __init__(self, job: str, run_id: str, process: subprocess.Popen, logs: Path) -> None:
        self.job = job
        self.run_id = run_id
        self.process = process
        self.logs = logs
        self.start = time.monotonic()

    @property
    def pid(self) -> int:
        """The JVM's: the scripts that start it become it."""
        return self.process.pid

    @property
    def stdout(self) -> str:
        return (self.logs / f"{self.run_id}.out").read_text(errors="replace")

    @property
    def stderr(self) -> str:
        return (self.logs / f"{self.run_id}.err").read_text(errors="replace")

    def ended(self, most: float = LONGEST_SECONDS) -> Run:
        """Lets it work for so many seconds, and then kills it."""
        try:
            exit_code = self.process.wait(most)
        except subprocess.TimeoutExpired:
            exit_code = None
        finally:
            self.kill()
        seconds = time.monotonic() - self.start
        return Run(self.job, self.run_id, seconds, exit_code, self.stdout, self.stderr)

    def kill(self) -> None:
        if self.process.returncode is None:
            os.killpg(self.pid, signal.SIGKILL)
            self.process.wait()

    def freeze_when(self, there: Callable[[], object]) -> bool:
        """Stops it as soon as something is there; whether it was stopped before its end."""
        while not there():
            if self.has_ended_within(POLL_SECONDS):
                return False
        # Not its children: a JVM that starts one can't stand still before that is another program.
        os.kill(self.pid, signal.SIGSTOP)
        # Returns once every thread stands still, or the process has ended.
        state = os.waitid(os.P_PID, self.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        return state is not None and state.si_code == os.CLD_STOPPED

    def kill_when(self, there: Callable[[], object]) -> None:
        """Kills it as soon as something is there, unless it ends before."""
        while not there() and self.process.poll() is None:
            pass  # a pause would miss phases that are shorter
        self.kill()

    def thaw(self) -> None:
        os.killpg(self.pid, signal.SIGCONT)

    def has_ended_within(self, seconds: float) -> bool:
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True


class Jobs:
    def __init__(
        self, data: Path | str, sql: Path, logs: Path, pipeline: str = PIPELINE, **more: str
    ) -> None:
        """More is what else stands in the environment."""
        self.pipeline = pipeline
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SLUICE_")}
        self.environment: Mapping[str, str] = kept | {
            "SLUICE_DATA": str(data),
            "SLUICE_SQL": str(sql),
            "SLUICE_MASTER": "local[2]",
            **more,
        }
        self.logs = logs

    def run(self, job: str, run_id: str) -> Run:
        """Lets the job end by itself."""
        return self.start(job, run_id).ended()

    def run_and_kill(self, job: str, run_id: str, after: float) -> Run:
        """Kills the job after so many seconds, if it has not ended by then."""
        return self.start(job, run_id).ended(after)

    def start(self, job: str, run_id: str) -> Started:
        """Starts a job, given with its own options as people type them."""
        command: list[str | Path] = [CHECKOUT / "sluice", *shlex.split(job)]
        command += ["--pipeline", self.pipeline, "--run-id", run_id]
        out, err = self.logs / f"{run_id}.out", self.logs / f"{run_id}.err"
        with out.open("wb") as stdout, err.open("wb") as stderr:
            process = subprocess.Popen(
                command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                # A group of its own: the scripts that start the JVM have children, too.
                start_new_session=True,
            )
        return Started(job, run_id, process, self.logs)
