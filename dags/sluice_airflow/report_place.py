"""Where a try's report is found: as a copy of its own, or in the data folder."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from sluice_airflow.report import ExpectedRun, Report, ReportNotBelievedError, read_report

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class ReportPlace(Protocol):
    """Where the report of one try is."""

    def options(self) -> dict[str, str]:
        """What the job has to be told of it. Asked for before the job begins."""

    def read(self, job: str, pipeline: str, run_id: str, exit_code: int | None) -> Report:
        """The report; raises ReportNotBelievedError where it isn't surely of this try.

        :param exit_code: spark-submit's
        """


class OwnCopy:
    """A file on this machine, which a driver on this machine writes."""

    def __init__(self, file: Path) -> None:
        self.file = file
        # Reports give milliseconds, cut off.
        self.submitted_at = datetime.now(UTC).replace(microsecond=0)

    def options(self) -> dict[str, str]:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.unlink(missing_ok=True)
        return {"report": f"file://{self.file}"}

    def read(self, job: str, pipeline: str, run_id: str, exit_code: int | None) -> Report:
        expected = ExpectedRun(job, pipeline, run_id, exit_code, self.submitted_at)
        report = read_report(self.file, expected)
        # The job has written the same report into its data folder, and Airflow keeps it too.
        self.file.unlink()
        return report


class InDataFolder:
    """The report that every job leaves in the data folder, wherever its driver runs.

    The driver's exit code is what the report says: spark-submit knows at most whether it is 0, and
    with Spark standalone not even that, as it ends with 0 whatever the driver did. Which report is
    new is told by its name: clocks of two machines differ.
    """

    def __init__(self, runs: Path) -> None:
        self.runs = runs
        self.known = set(self._names("*"))

    def options(self) -> dict[str, str]:
        return {}

    def read(self, job: str, pipeline: str, run_id: str, exit_code: int | None) -> Report:
        new = sorted(set(self._names(f"*-{job}-{run_id}.json")) - self.known)
        if not new:
            raise ReportNotBelievedError(f"it left no report in {self.runs}")
        file = self.runs / new[-1]
        report = read_report(file, ExpectedRun(job, pipeline, run_id, None, _LONG_AGO))
        if report["exit_code"] == 0 and exit_code != 0:
            raise ReportNotBelievedError(f"the report at {file} has exit_code 0")
        return report

    def _names(self, pattern: str) -> list[str]:
        return [path.name for path in self.runs.glob(pattern)]
