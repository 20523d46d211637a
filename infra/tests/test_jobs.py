"""The jobs as people run them: whole processes, started by the launcher, ended by signals."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


class JobsTest(unittest.TestCase):
    """Each test begins with what one generate has left, but for those of an empty folder."""

    generated: Path
    generate: subprocess.CompletedProcess[str]

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.generated = Path(folder.name).resolve() / "the data"
        cls.generate = ended(job("generate", "--rows", "500", "--files", "5"), cls.generated)

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.data = Path(folder.name).resolve() / "the data"

    def test_takes_in_what_was_generated_and_then_has_nothing_to_do(self) -> None:
        self.begin_with_what_was_generated()
        report = self.data.parent / "report.json"
        options = ["--run-id", "first", "--report", str(report), "--log-format", "json"]
        first = self.ends(0, job("run", *options))

        lines = first.stdout.splitlines()
        self.assertEqual("RUN transform, aggregate, quality", lines[0])
        self.assertEqual("RUN 5 files in 1 batch", lines[1])
        self.assertTrue(lines[-1].startswith("SUCCEEDED run transactions: "), lines[-1])
        for line in first.stderr.splitlines():
            self.assertEqual(
                {"time", "level", "logger", "message"}, set(json.loads(line)) - {"error"}
            )
        written = json.loads(report.read_text())
        self.assertEqual(
            ("first", 1, "succeeded", 0, 500, 500, 0),
            tuple(
                written[field]
                for field in (
                    "run_id",
                    "try",
                    "outcome",
                    "exit_code",
                    "rows_read",
                    "rows_written",
                    "rows_quarantined",
                )
            ),
        )
        self.assertEqual(500, self.rows("transformed_transactions"))

        for name in ("transform", "aggregate"):
            before = self.content()
            nothing = self.ends(0, job(name))
            self.assertTrue(nothing.stdout.startswith("NO-OP "), nothing.stdout)
            self.assertEqual(before, self.content())

    def test_starts_without_a_word_where_the_archive_does_not_fit(self) -> None:
        archive = CHECKOUT / "jobs" / "target" / "sluice-jobs.jsa"
        self.assertTrue(archive.exists(), "run 'make build' first")
        # Recorded with another class path, as after another build or with another Spark.
        other = shutil.copy(CHECKOUT / "jobs" / "target" / "sluice-jobs.jar", self.data.parent)
        done = self.ends(0, job("transform"), SLUICE_SPARK_OPTS=f"--driver-class-path {other}")
        self.assertEqual("NO-OP nothing landed since batch 0", done.stdout.splitlines()[0])
        self.assertNotIn("archive", done.stderr)

    def test_runs_for_a_user_without_a_name_or_a_home(self) -> None:
        nameless = ["setpriv", "--reuid=12345", "--regid=0", "--clear-groups"]
        jar = CHECKOUT / "jobs" / "target" / "sluice-jobs.jar"
        may_read: list[str | Path] = [*nameless, "test", "-r", jar]
        if not shutil.which("setpriv") or subprocess.run(may_read, check=False).returncode != 0:
            self.skipTest("it takes root, and a checkout that others may read")
        self.data.mkdir()
        os.chown(self.data, 12345, 0)
        self.data.parent.chmod(0o755)
        done = self.ends(0, [*nameless, *job("generate", "--rows", "10")], HOME="/nowhere")
        self.assertIn("SUCCEEDED generate transactions: 10 rows", done.stdout)

    def test_ends_between_batches_when_asked_to(self) -> None:
        self.begin_with_what_was_generated()
        process = self.start("transform", "--files-per-batch", "1")
        self.read_until(process, "batch 1 of")
        process.send_signal(signal.SIGTERM)
        stdout, _ = process.communicate(timeout=300)
        self.assertEqual(1, process.returncode, stdout)
        self.assertIn("SIGTERM", stdout.splitlines()[-1])
        self.assertEqual(100, self.rows("transformed_transactions"))
        self.ends(0, job("transform"))
        self.assertEqual(500, self.rows("transformed_transactions"))

    def test_lets_one_writer_in_at_a_time(self) -> None:
        self.begin_with_what_was_generated()
        holder = self.start("transform", "--run-id", "holder")
        self.read_until(holder, "RUN 5 files")
        late = self.ends(4, job("aggregate"))
        self.assertRegex(late.stdout, r"run holder \(transform, process \d+ on ")
        holder.communicate(timeout=300)
        self.assertEqual(0, holder.returncode)
        self.ends(0, job("aggregate", "--wait", "5 minutes"))

    def begin_with_what_was_generated(self) -> None:
        said = self.generate.stdout + self.generate.stderr
        self.assertEqual(0, self.generate.returncode, said)
        shutil.copytree(self.generated, self.data)

    def ends(
        self, exit_code: int, command: list[str | Path], **settings: str
    ) -> subprocess.CompletedProcess[str]:
        done = ended(command, self.data, **settings)
        self.assertEqual(exit_code, done.returncode, done.stdout + done.stderr)
        return done

    def start(self, name: str, *options: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            job(name, *options),
            env=environment(self.data),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        return process

    def read_until(self, process: subprocess.Popen[str], text: str) -> bool:
        watchdog = threading.Timer(300, process.kill)
        watchdog.start()
        try:
            return any(text in line for line in process.stdout)
        finally:
            watchdog.cancel()

    def rows(self, relation: str) -> int:
        """The rows of a table, by the statistics in its commits."""
        rows = {}
        log = self.data / "transactions" / "tables" / relation / "_delta_log"
        for commit in sorted(log.glob("*.json")):
            for line in commit.read_text().splitlines():
                action = json.loads(line)
                if "add" in action:
                    rows[action["add"]["path"]] = json.loads(action["add"]["stats"])["numRecords"]
                elif "remove" in action:
                    del rows[action["remove"]["path"]]
        return sum(rows.values())

    def content(self) -> dict[str, tuple[int, int]]:
        """Every file of the pipeline but reports and leases, with its size and time."""
        root = self.data / "transactions"
        return {
            str(file.relative_to(root)): (file.stat().st_size, file.stat().st_mtime_ns)
            for file in root.rglob("*")
            if file.is_file() and file.relative_to(root).parts[0] not in ("runs", "leases")
        }


def job(name: str, *options: str) -> list[str | Path]:
    return [CHECKOUT / "sluice", name, "--pipeline", "transactions", *options]


def environment(data: Path, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SLUICE_")}
    return {
        **kept,
        "SLUICE_DATA": str(data),
        "SLUICE_SQL": str(CHECKOUT / "sql"),
        "SLUICE_MASTER": "local[2]",
        **settings,
    }


def ended(
    command: list[str | Path], data: Path, **settings: str
) -> subprocess.CompletedProcess[str]:
    """The command, run to its end."""
    return subprocess.run(
        command, env=environment(data, **settings), capture_output=True, text=True, check=False
    )
