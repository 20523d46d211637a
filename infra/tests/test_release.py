"""A release, unpacked where there is neither Maven nor make."""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import unittest
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
NAME = "sluice-0.1.0"

# How Airflow would load the DAGs, and what they start jobs by.
LOADS_THE_DAGS = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
from sluice_airflow.settings import Settings
settings = Settings.from_environment({})
files = [settings.jar, settings.spark_submit, settings.sql]
print(json.dumps([bag.import_errors, sorted(bag.dags), list(map(str, files))]))
"""

MAKES_AN_ARCHIVE = """#!/bin/sh
echo "$@" >>"$SPARK_HOME/calls"
for option in $SPARK_SUBMIT_OPTS; do
    case $option in
        -XX:ArchiveClassesAtExit=*) echo classes >"${option#*=}" ;;
        -XX:SharedArchiveFile=*) echo "it uses an archive" >>"$SPARK_HOME/calls" ;;
    esac
done
"""


class ReleaseTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name).resolve()
        cls.archive = CHECKOUT / "build" / "dist" / f"{NAME}.tar.gz"
        cls.make_dist()
        with tarfile.open(cls.archive) as archive:
            cls.members = archive.getmembers()
            archive.extractall(cls.folder / "un packed", filter="data")
        cls.release = cls.folder / "un packed" / NAME
        cls.environment = {
            "PATH": cls.path_without("mvn", "make"),
            "HOME": str(cls.folder),
            "LC_ALL": "C.UTF-8",
            "SPARK_HOME": str(cls.spark_home()),
            "SLUICE_MASTER": "local[2]",
        }
        if "JAVA_HOME" in os.environ:
            cls.environment["JAVA_HOME"] = os.environ["JAVA_HOME"]

    def test_holds_what_is_needed_to_run_it(self) -> None:
        self.assertEqual(
            {"CHANGELOG.md", "LICENSE", "README.md"}
            | {"dags", "docs", "infra", "lib", "sluice", "sql"},
            {file.name for file in self.release.iterdir()},
        )
        # As packed: whoever loads the DAGs leaves compiled Python beside them.
        files = {member.name.partition("/")[2] for member in self.members}
        for folder in ("sql", "docs"):
            tracked = self.git("ls-files", folder)
            self.assertEqual(set(tracked), {file for file in files if file in set(tracked)})
        jars = {file.name for file in (CHECKOUT / "jobs" / "target" / "kafka").iterdir()}
        self.assertEqual(4, len(jars))
        self.assertEqual(
            {"lib/sluice-jobs.jar"} | {f"lib/kafka/{jar}" for jar in jars},
            {file for file in files if file.startswith("lib/") and file.endswith(".jar")},
        )
        for file in files:
            self.assertNotRegex(file, r"^dags/tests|^infra/.*test|__pycache__|\.jsa$|pom\.xml$")

    def test_is_the_same_whenever_and_by_whomever_it_is_made(self) -> None:
        before = hashlib.sha256(self.archive.read_bytes()).hexdigest()
        self.make_dist(umask=0o077)
        self.assertEqual(before, hashlib.sha256(self.archive.read_bytes()).hexdigest())
        names = [member.name for member in self.members]
        self.assertEqual(sorted(names, key=lambda name: name.split("/")), names)
        self.assertEqual(
            {(0, 0, "", "")},
            {(member.uid, member.gid, member.uname, member.gname) for member in self.members},
        )
        self.assertEqual(1, len({member.mtime for member in self.members}))
        self.assertEqual({0o755, 0o644}, {member.mode for member in self.members})

    def test_runs_a_pipeline_from_another_folder(self) -> None:
        elsewhere = self.folder / "else where"
        elsewhere.mkdir()

        def sluice(job: str, *options: str) -> str:
            command = [self.release / "sluice", job, "--pipeline", "transactions", *options]
            return self.run_quietly(command, elsewhere)

        sluice("generate", "--rows", "500", "--files", "2")
        last = sluice("run").splitlines()[-1]
        self.assertTrue(
            last.startswith(
                "SUCCEEDED run transactions: 2 files, 500 rows read, 500 written, 0 duplicate, "
                "0 quarantined; 1 date touched; 13 checks passed; "
            ),
            last,
        )
        status = json.loads(sluice("status", "--json"))
        self.assertEqual(
            {
                "transform": "nothing landed since batch 1",
                "aggregate": "everything covers change 1",
            },
            {job: status["reruns"][job]["verdict_detail"] for job in ("transform", "aggregate")},
        )
        self.assertEqual({"data"}, {file.name for file in elsewhere.iterdir()})
        self.assertFalse((self.release / "data").exists())

    def test_makes_its_own_class_data_archive(self) -> None:
        spark = self.folder / "spark"
        submit = spark / "bin" / "spark-submit"
        submit.parent.mkdir(parents=True)
        submit.write_text(MAKES_AN_ARCHIVE)
        submit.chmod(0o755)
        # A path without a blank: the Spark above is no parser of options.
        release = Path(shutil.copytree(self.release, self.folder / "unpacked"))
        said = self.run_quietly(
            [release / "infra" / "make-archive"], self.folder, SPARK_HOME=str(spark)
        )
        self.assertEqual(
            "making lib/sluice-jobs.jsa (a class-data archive, about 170 MB; "
            "it takes a minute) ...\n",
            said,
        )
        made = release / "lib" / "sluice-jobs.jsa"
        self.assertEqual("classes\n", made.read_text())
        calls = (spark / "calls").read_text()
        self.assertEqual(4, len(calls.splitlines()), calls)
        self.run_quietly(
            [release / "sluice", "run", "--pipeline", "transactions"],
            self.folder,
            SPARK_HOME=str(spark),
        )
        self.assertIn("it uses an archive", (spark / "calls").read_text())

    def test_airflow_loads_its_dags(self) -> None:
        python = CHECKOUT / ".venv" / "airflow" / "bin" / "python"
        self.assertTrue(python.exists(), "run 'make airflow' first")
        done = self.run_quietly(
            [python, "-c", LOADS_THE_DAGS, self.release / "dags"],
            self.folder,
            AIRFLOW_HOME=str(self.folder / "airflow"),
            AIRFLOW__CORE__LOAD_EXAMPLES="False",
            PYTHONPATH=str(self.release / "dags"),
        )
        self.assertEqual(
            [
                {},
                [
                    f"{pipeline}{kind}"
                    for pipeline in ("events", "orders", "transactions")
                    for kind in ("", "_backfill", "_decide")
                ],
                [
                    str(self.release / "lib" / "sluice-jobs.jar"),
                    str(self.release / "infra" / "spark-submit"),
                    str(self.release / "sql"),
                ],
            ],
            json.loads(done.splitlines()[-1]),
        )

    def test_says_how_to_get_what_is_missing(self) -> None:
        release = Path(shutil.copytree(self.release, self.folder / "damaged"))
        without_spark = {**self.environment, "SPARK_HOME": ""}
        self.assertEqual(
            f"Cannot start Spark: it is not installed in {release}/.venv/spark; run "
            f"'{release}/infra/make-environment spark Spark', "
            "or set SPARK_HOME to a Spark 3.5 installation\n",
            self.refused(release, without_spark),
        )
        jar = release / "lib" / "sluice-jobs.jar"
        jar.unlink()
        self.assertEqual(
            f"Cannot run 'run': there is no {jar}; unpack the release again\n",
            self.refused(release, self.environment),
        )

    def refused(self, release: Path, environment: dict[str, str]) -> str:
        done = subprocess.run(
            [release / "sluice", "run"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual((1, ""), (done.returncode, done.stdout))
        return done.stderr

    def run_quietly(self, command: list[str | Path], folder: Path, **more: str) -> str:
        done = subprocess.run(
            command,
            cwd=folder,
            env=self.environment | more,
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        return done.stdout

    @classmethod
    def make_dist(cls, umask: int = 0o022) -> None:
        done = subprocess.run(
            [CHECKOUT / "infra" / "make-dist"],
            capture_output=True,
            text=True,
            check=False,
            umask=umask,
        )
        if (done.returncode, done.stdout) != (0, f"made build/dist/{NAME}.tar.gz\n"):
            raise AssertionError(done.stdout + done.stderr)

    @classmethod
    def path_without(cls, *programs: str) -> str:
        """A folder of links to all programs but these."""
        links = cls.folder / "bin"
        links.mkdir()
        for folder in os.environ["PATH"].split(os.pathsep):
            for program in Path(folder).glob("*"):
                link = links / program.name
                if program.name not in programs and not link.is_symlink():
                    link.symlink_to(program)
        return str(links)

    @staticmethod
    def spark_home() -> Path:
        if os.environ.get("SPARK_HOME"):
            return Path(os.environ["SPARK_HOME"])
        return next(CHECKOUT.glob(".venv/spark/lib/python3.*/site-packages/pyspark"))

    @staticmethod
    def git(*arguments: str) -> list[str]:
        command = ["git", "-C", str(CHECKOUT), *arguments]
        return subprocess.check_output(command, text=True).splitlines()


if __name__ == "__main__":
    unittest.main()
