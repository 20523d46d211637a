"""The launcher, with a Spark and a Java that only say how they were called."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

SAYS_HOW_IT_WAS_CALLED = """#!/bin/sh
for argument in "$@"; do printf '%s\\n' "$argument"; done
printf '%s\\n' "SPARK_HOME=$SPARK_HOME" "SLUICE_SQL=$SLUICE_SQL" "SPARK_LOCAL_IP=$SPARK_LOCAL_IP"
printf '%s\\n' "SPARK_SUBMIT_OPTS=$SPARK_SUBMIT_OPTS"
"""

SMALL = "-XX:TieredStopAtLevel=1"
LARGE = (
    "-XX:-DontCompileHugeMethods -XX:Tier4InvocationThreshold=20000 "
    "-XX:Tier4MinInvocationThreshold=5000 -XX:Tier4CompileThreshold=60000 "
    "-XX:Tier4BackEdgeThreshold=160000 -XX:+UseParallelGC"
)
SMALL_SPARK = ["--conf", "spark.sql.adaptive.enabled=false"]
INTERPRETED = [
    "--conf",
    "spark.sql.codegen.wholeStage=false",
    "--conf",
    "spark.sql.codegen.factoryMode=NO_CODEGEN",
]

COMMANDS = (
    "the commands are generate, transform, aggregate, quality, run, backfill, maintain, status, "
    "doctor, query, files, quarantine, test and validate"
)


class LauncherTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        # A blank in every path: nothing may be split on it.
        self.checkout = self.folder / "a checkout"
        self.elsewhere = self.folder / "else where"
        self.jar = self.checkout / "jobs" / "target" / "sluice-jobs.jar"
        self.jar.parent.mkdir(parents=True)
        self.jar.touch()
        self.elsewhere.mkdir()
        self.launcher = Path(shutil.copy(CHECKOUT / "sluice", self.checkout))
        (self.checkout / "infra").mkdir()
        shutil.copy(CHECKOUT / "infra" / "spark-submit", self.checkout / "infra")
        self.spark = self.make_spark(self.folder / "a spark")
        self.java = self.make_java("17.0.15")
        self.environment = {
            "PATH": os.environ["PATH"],
            "SPARK_HOME": str(self.spark),
            "JAVA_HOME": str(self.java),
        }

    def test_passes_everything_to_spark_submit(self) -> None:
        arguments = ["--pipeline", "transactions", "--reason", "it's a  test *", "", "--help"]
        self.assert_starts(
            self.launch("transform", *arguments),
            "io.sluice.TransformJob",
            arguments=arguments,
        )

    def test_knows_the_class_of_every_command(self) -> None:
        classes = {
            "generate": "io.sluice.GenerateJob",
            "transform": "io.sluice.TransformJob",
            "aggregate": "io.sluice.AggregateJob",
            "quality": "io.sluice.QualityJob",
            "run": "io.sluice.RunJob",
            "backfill": "io.sluice.BackfillJob",
            "maintain": "io.sluice.MaintainJob",
            "status": "io.sluice.StatusJob",
            "doctor": "io.sluice.DoctorJob",
            "query": "io.sluice.QueryJob",
            "files": "io.sluice.FilesJob",
            "quarantine": "io.sluice.QuarantineJob",
            "test": "io.sluice.TestJob",
            "validate": "io.sluice.ValidateJob",
        }
        for command, job in classes.items():
            with self.subTest(command):
                # As if somebody had configured Spark: without that, status starts another way.
                self.environment["SLUICE_SPARK_OPTS"] = "--verbose"
                self.assert_starts(self.launch(command), job, more=["--verbose"])

    def test_takes_settings_from_the_environment(self) -> None:
        self.environment |= {
            "SLUICE_MASTER": "spark://host:7077",
            "SLUICE_DRIVER_MEMORY": "6g",
            "SLUICE_SPARK_OPTS": "--conf a=*\n  --verbose",
            "SLUICE_SQL": "hdfs:///sql",
        }
        self.assert_starts(
            self.launch("run"),
            "io.sluice.RunJob",
            master="spark://host:7077",
            memory="6g",
            more=["--conf", "a=*", "--verbose"],
            sql="hdfs:///sql",
            local_ip="",
        )

    def test_compiles_lightly_where_there_is_little_to_do(self) -> None:
        landing = self.elsewhere / "data" / "shop" / "landing"
        landing.mkdir(parents=True)
        few, many = "transform --pipeline shop", "aggregate --pipeline shop"
        self.assert_starts(
            self.launch(*few.split()), "io.sluice.TransformJob", arguments=few.split()[1:]
        )
        table = self.elsewhere / "data" / "shop" / "tables" / "sales"
        table.mkdir(parents=True)
        with (table / "part.parquet").open("wb") as part:
            part.truncate(33 * 1024 * 1024)
        self.assert_starts(
            self.launch(*few.split()), "io.sluice.TransformJob", arguments=few.split()[1:]
        )
        self.assert_starts(
            self.launch(*many.split()),
            "io.sluice.AggregateJob",
            arguments=many.split()[1:],
            small=False,
        )

    def test_leaves_the_collector_to_those_who_name_one(self) -> None:
        table = self.elsewhere / "data" / "shop" / "tables" / "sales"
        table.mkdir(parents=True)
        with (table / "part.parquet").open("wb") as part:
            part.truncate(33 * 1024 * 1024)
        self.environment["SLUICE_JAVA_OPTS"] = "-XX:+UseG1GC"
        launched = self.launch("aggregate", "--pipeline", "shop")
        self.assertIn("-XX:-DontCompileHugeMethods ", launched.stdout)
        self.assertIn(" -XX:+UseG1GC", launched.stdout)
        self.assertNotIn("UseParallelGC", launched.stdout)

    def test_aggregate_compiles_lightly_where_little_is_new(self) -> None:
        pipeline = self.elsewhere / "data" / "shop"
        table = pipeline / "tables" / "sales"
        commits = pipeline / "checkpoints" / "aggregate" / "commits"
        for folder in (table, commits):
            folder.mkdir(parents=True)
        with (table / "part.parquet").open("wb") as part:
            part.truncate(33 * 1024 * 1024)
        os.utime(table / "part.parquet", (1, 1))
        (commits / "0").touch()
        (table / "new.parquet").write_bytes(b"little")
        given = ["--pipeline", "shop"]
        self.assert_starts(
            self.launch("aggregate", *given),
            "io.sluice.AggregateJob",
            arguments=given,
            reads_little=False,
        )
        given.append("--full-refresh")
        self.assert_starts(
            self.launch("aggregate", *given), "io.sluice.AggregateJob", arguments=given, small=False
        )

    def test_takes_the_data_folder_from_the_arguments_or_the_environment(self) -> None:
        landing = self.folder / "far" / "shop" / "landing"
        landing.mkdir(parents=True)
        with (landing / "big.csv").open("wb") as big:
            big.truncate(33 * 1024 * 1024)
        given = ["--pipeline", "shop", "--data", str(self.folder / "far")]
        self.assert_starts(
            self.launch("transform", *given), "io.sluice.TransformJob", arguments=given, small=False
        )
        self.environment["SLUICE_DATA"] = "hdfs:///data"
        self.assert_starts(
            self.launch("transform", *given[:2]),
            "io.sluice.TransformJob",
            arguments=given[:2],
            small=False,
        )

    def test_compiles_lightly_what_reads_no_data(self) -> None:
        tables = self.elsewhere / "data" / "shop" / "tables"
        tables.mkdir(parents=True)
        with (tables / "part.parquet").open("wb") as part:
            part.truncate(33 * 1024 * 1024)
        given = ["--pipeline", "shop"]
        self.assert_starts(self.launch("test", *given), "io.sluice.TestJob", arguments=given)

    def test_shows_the_status_without_spark_submit(self) -> None:
        launched = self.launch("status", "--pipeline", "shop", "--data", "a  folder *")
        self.assertEqual((0, ""), (launched.returncode, launched.stderr))
        log4j2 = self.checkout / "infra" / "log4j2.properties"
        self.assertEqual(
            [
                "-cp",
                f"{self.jar}:{self.spark}/conf:{self.spark}/jars/*",
                f"-Dlog4j2.configurationFile={log4j2}",
                "-Dlog4j2.disableJmx=true",
                SMALL,
                "io.sluice.StatusJob",
                "--pipeline",
                "shop",
                "--data",
                "a  folder *",
                f"SLUICE_SQL={self.checkout / 'sql'}",
            ],
            launched.stdout.splitlines(),
        )

    def test_shows_the_status_by_spark_submit_where_spark_is_configured(self) -> None:
        given = ["--pipeline", "shop"]
        for name in ("spark-defaults.conf", "spark-env.sh"):
            with self.subTest(name):
                file = self.spark / "conf" / name
                file.parent.mkdir(exist_ok=True)
                file.touch()
                self.assert_starts(
                    self.launch("status", *given), "io.sluice.StatusJob", arguments=given
                )
                file.unlink()

    def test_compiles_well_where_many_rows_are_generated(self) -> None:
        rows = ["--pipeline", "shop", "--rows", "100001"]
        self.assert_starts(
            self.launch("generate", *rows), "io.sluice.GenerateJob", arguments=rows, small=False
        )

    def test_uses_the_archive_unless_it_is_being_made(self) -> None:
        archive = self.jar.with_suffix(".jsa")
        archive.touch()
        used = [
            "-Xshare:auto",
            f'-XX:SharedArchiveFile="{archive}"',
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
        ]
        self.assert_starts(self.launch("run"), "io.sluice.RunJob", archive=used)
        self.environment["SLUICE_JAVA_OPTS"] = f"-XX:ArchiveClassesAtExit={archive}"
        making = [f"-XX:ArchiveClassesAtExit={archive}"]
        self.assert_starts(self.launch("run"), "io.sluice.RunJob", own=making)

    def test_leaves_the_sql_folder_of_the_current_folder_alone(self) -> None:
        (self.elsewhere / "sql").mkdir()
        self.assert_starts(self.launch("run"), "io.sluice.RunJob", sql="")

    def test_finds_its_checkout_through_a_symbolic_link(self) -> None:
        link = self.elsewhere / "link"
        link.symlink_to(self.launcher)
        self.launcher = link
        self.assert_starts(self.launch("run"), "io.sluice.RunJob")

    def test_uses_the_installed_spark(self) -> None:
        del self.environment["SPARK_HOME"]
        environment = self.checkout / ".venv" / "spark"
        self.spark = self.make_spark(environment / "lib/python3.11/site-packages/pyspark")
        (environment / "installed.txt").touch()
        self.assert_starts(self.launch("run"), "io.sluice.RunJob")

    def test_refuses_a_spark_that_is_half_installed(self) -> None:
        del self.environment["SPARK_HOME"]
        self.make_spark(self.checkout / ".venv/spark/lib/python3.11/site-packages/pyspark")
        self.assert_refuses(
            self.launch("run"),
            1,
            f"Cannot start Spark: it is not installed in {self.checkout}/.venv/spark; "
            "run 'make spark', or set SPARK_HOME to a Spark 3.5 installation\n",
        )

    def test_refuses_a_spark_home_without_spark(self) -> None:
        self.environment["SPARK_HOME"] = "/nowhere"
        self.assert_refuses(
            self.launch("run"),
            1,
            "Cannot start Spark: SPARK_HOME is /nowhere, which has no bin/spark-submit; set "
            "SPARK_HOME to a Spark 3.5 installation, or unset it and run 'make spark'\n",
        )

    def test_refuses_a_missing_jar(self) -> None:
        self.jar.unlink()
        self.assert_refuses(
            self.launch("quality"),
            1,
            f"Cannot run 'quality': there is no {self.jar}; run 'make jar'\n",
        )

    def test_refuses_another_java(self) -> None:
        self.java = self.make_java("1.8.0_402")
        self.assert_refuses(
            self.launch("run"),
            1,
            f"Cannot start Spark: {self.java}/bin/java is version 1.8.0_402, not 17; "
            "set JAVA_HOME to a JDK 17\n",
        )

    def test_believes_what_an_installation_says_of_itself(self) -> None:
        (self.java / "release").write_text('IMPLEMENTOR="Debian"\nJAVA_VERSION="21.0.2"\n')
        self.assert_refuses(
            self.launch("run"),
            1,
            f"Cannot start Spark: {self.java}/bin/java is version 21.0.2, not 17; "
            "set JAVA_HOME to a JDK 17\n",
        )

    def test_refuses_a_java_home_without_java(self) -> None:
        self.environment["JAVA_HOME"] = "/nowhere"
        self.assert_refuses(
            self.launch("run"),
            1,
            "Cannot start Spark: there is no /nowhere/bin/java; set JAVA_HOME to a JDK 17\n",
        )

    def test_refuses_an_unknown_command(self) -> None:
        self.assert_refuses(
            self.launch("transfrom", "--pipeline", "transactions"),
            2,
            f"Cannot run 'transfrom': there is no such command; {COMMANDS}\n",
        )

    def test_shows_help(self) -> None:
        asked = self.launch("--help")
        self.assertEqual((0, ""), (asked.returncode, asked.stderr))
        commands = "generate transform aggregate quality run backfill maintain status doctor query"
        commands += " files quarantine test validate"
        listed = [line.split()[0] for line in asked.stdout.splitlines()[3:17]]
        self.assertEqual(commands.split(), listed)
        self.assert_refuses(self.launch(), 2, asked.stdout)

    def make_spark(self, home: Path) -> Path:
        self.make_executable(home / "bin" / "spark-submit", SAYS_HOW_IT_WAS_CALLED)
        return home

    def make_java(self, version: str) -> Path:
        java = self.folder / "java"
        self.make_executable(
            java / "bin" / "java",
            f"""#!/bin/sh
            if [ "$1" = -version ]; then
                echo 'openjdk version "{version}" 2025-04-15' >&2
                exit
            fi
            for argument in "$@"; do printf '%s\\n' "$argument"; done
            echo "SLUICE_SQL=$SLUICE_SQL"
            """,
        )
        return java

    def make_executable(self, file: Path, text: str) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(0o755)

    def launch(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.launcher, *arguments],
            cwd=self.elsewhere,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def assert_starts(
        self,
        launched: subprocess.CompletedProcess[str],
        job: str,
        *,
        master: str = "local[*]",
        memory: str = "2g",
        more: tuple[str, ...] | list[str] = (),
        arguments: tuple[str, ...] | list[str] = (),
        sql: str | None = None,
        local_ip: str = "127.0.0.1",
        small: bool = True,
        reads_little: bool | None = None,
        archive: tuple[str, ...] | list[str] = (),
        own: tuple[str, ...] | list[str] = (),
    ) -> None:
        log4j2 = self.checkout / "infra" / "log4j2.properties"
        little = small if reads_little is None else reads_little
        called = ["--driver-class-path", str(self.jar), *SMALL_SPARK * small, *INTERPRETED * little]
        called += ["--class", job, "--master", master, "--driver-memory", memory]
        called += ["--conf", "spark.ui.enabled=false", *more, str(self.jar), *arguments]
        called.append(f"SPARK_HOME={self.spark}")
        called.append(f"SLUICE_SQL={self.checkout / 'sql' if sql is None else sql}")
        called.append(f"SPARK_LOCAL_IP={local_ip}")
        options = [f'-Dlog4j2.configurationFile="{log4j2}"', "-Dlog4j2.disableJmx=true", *archive]
        options.append(SMALL if small else LARGE)
        called.append(" ".join(["SPARK_SUBMIT_OPTS=", *options, *own]))
        self.assertEqual((0, ""), (launched.returncode, launched.stderr))
        self.assertEqual(called, [line.rstrip() for line in launched.stdout.splitlines()])

    def assert_refuses(
        self, launched: subprocess.CompletedProcess[str], exit_code: int, message: str
    ) -> None:
        self.assertEqual(
            (exit_code, "", message), (launched.returncode, launched.stdout, launched.stderr)
        )


if __name__ == "__main__":
    unittest.main()
