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
printf '%s\\n' "LC_ALL=$LC_ALL" "SPARK_LAUNCHER_OPTS=$SPARK_LAUNCHER_OPTS"
printf '%s\\n' "SPARK_SUBMIT_OPTS=$SPARK_SUBMIT_OPTS"
"""

SMALL = "-XX:TieredStopAtLevel=1"
TINY = f"{SMALL} -XX:+UseSerialGC"
LARGE = (
    "-XX:-DontCompileHugeMethods -XX:Tier4InvocationThreshold=20000 "
    "-XX:Tier4MinInvocationThreshold=5000 -XX:Tier4CompileThreshold=60000 "
    "-XX:Tier4BackEdgeThreshold=160000 -XX:+UseParallelGC"
)
LAUNCHER = "-XX:TieredStopAtLevel=1"
SMALL_SPARK = ["--conf", "spark.sql.adaptive.enabled=false"]
TINY_SPARK = [
    "--conf",
    "spark.sql.codegen.wholeStage=false",
    "--conf",
    "spark.sql.codegen.factoryMode=NO_CODEGEN",
]

MANY_ROWS = ["--pipeline", "shop", "--rows", "100001"]

COMMANDS = (
    "the commands are generate, land, transform, aggregate, quality, run, export, backfill, "
    "maintain, status, doctor, query, explain, files, quarantine, checkpoint, "
    "init, preview, test and validate"
)


def module_options() -> list[str]:
    """What the build gives the JVMs of tests, which open sessions, too."""
    project = (CHECKOUT / "jobs" / "pom.xml").read_text()
    _, options = project.split("<spark.module.options>")
    return options.split("</spark.module.options>")[0].split()


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
        shutil.copytree(CHECKOUT / "infra" / "launch", self.checkout / "infra" / "launch")
        self.spark = self.make_spark(self.folder / "a spark")
        self.java = self.make_java("17.0.15")
        self.environment = {
            "PATH": os.environ["PATH"],
            "SPARK_HOME": str(self.spark),
            "JAVA_HOME": str(self.java),
            "LC_ALL": "C.utf8",
        }

    def test_passes_everything_to_spark_submit(self) -> None:
        arguments = ["--pipeline", "transactions", "--reason", "it's a  test *", "", "--help"]
        self.assert_starts(
            self.launch("transform", *arguments),
            "io.sluice.TransformJob",
            arguments=arguments,
            size="large",
        )

    def test_knows_the_class_of_every_command(self) -> None:
        classes = {
            "generate": "io.sluice.GenerateJob",
            "transform": "io.sluice.TransformJob",
            "aggregate": "io.sluice.AggregateJob",
            "quality": "io.sluice.QualityJob",
            "run": "io.sluice.RunJob",
            "backfill": "io.sluice.BackfillJob",
            "export": "io.sluice.ExportJob",
            "maintain": "io.sluice.MaintainJob",
            "doctor": "io.sluice.DoctorJob",
            "query": "io.sluice.QueryJob",
            "files": "io.sluice.FilesJob",
            "quarantine": "io.sluice.QuarantineJob",
        }
        for command, job in classes.items():
            with self.subTest(command):
                self.assert_starts(self.launch(command), job)

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

    def test_a_run_that_may_read_at_most_8_mb_is_tiny(self) -> None:
        for job, folder in (
            ("transform", "landing"),
            ("aggregate --full-refresh", "tables/sales"),
            ("quality", "tables/sales"),
            ("run", "landing"),
            ("run", "tables/sales"),
            ("backfill", "archive/1"),
            ("quarantine", "archive/1"),
            ("files", "tables/files"),
            ("export", "tables/sales"),
            ("maintain", "tables/sales"),
            ("doctor", "tables/sales"),
            ("query", "tables/sales"),
        ):
            for size, kind in ((7_900_000, "tiny"), (8_000_001, "large")):
                with self.subTest(f"{job} with {size} bytes in {folder}"):
                    self.land(size, folder)
                    command, *options = job.split()
                    self.assert_size(kind, command, "--pipeline", "shop", *options)
                    shutil.rmtree(self.elsewhere / "data")

    def test_references_count_as_what_a_run_may_read(self) -> None:
        shop = self.checkout / "sql" / "shop"
        (shop / "references").mkdir(parents=True)
        self.land(1_000, "landing")
        tables = self.elsewhere / "data" / "crm" / "tables" / "customers"
        tables.mkdir(parents=True)
        given = ("transform", "--pipeline", "shop")
        for size, kind in ((7_000_000, "tiny"), (8_000_001, "large")):
            with self.subTest(f"{size} bytes"):
                reference = shop / "references" / "meters.csv"
                reference.write_bytes(bytes(size))
                self.assert_size(kind, *given)
                self.assert_size("tiny", "maintain", "--pipeline", "shop")
                reference.unlink()
                (tables / "part.parquet").write_bytes(bytes(size))
                for text in ("  c: {pipeline: crm, relation: d}", "  c:\n    pipeline: crm # that"):
                    (shop / "pipeline.yaml").write_text(f"references:\n{text}\n")
                    self.assert_size(kind, *given)
                (shop / "pipeline.yaml").unlink()
                self.assert_size("tiny", *given)

    def test_a_run_that_never_reads_what_is_there_is_tiny(self) -> None:
        self.land(8_000_001, "tables/sales")
        self.assert_size("tiny", "transform", "--pipeline", "shop")
        self.assert_size("tiny", "quality", "--help")

    def test_status_checkpoint_and_the_commands_for_authors_do_without_spark_submit(self) -> None:
        arguments = ["--pipeline", "a b", "--json"]
        options = [
            f"-Dlog4j2.configurationFile={self.checkout}/infra/log4j2.properties",
            "-Dlog4j2.disableJmx=true",
            "-Xss64m",
            "-Dfile.encoding=UTF-8",
            *TINY.split(),
        ]
        path = f"{self.jar}:{self.spark}/conf:{self.spark}/jars/*"
        self.environment["SLUICE_DRIVER_MEMORY"] = "3g"
        self.environment["SLUICE_JAVA_OPTS"] = "-Done='t w o'"
        started = ["-cp", path, "-Xmx3g"]
        ending = [*options, "-Done=t w o"]
        sql = f"SLUICE_SQL={self.checkout / 'sql'}"
        called = [*started, *ending, "io.sluice.StatusJob", *arguments, sql]
        self.assertEqual(called, self.said(self.launch("status", *arguments)))
        called[called.index("io.sluice.StatusJob")] = "io.sluice.CheckpointJob"
        self.assertEqual(called, self.said(self.launch("checkpoint", *arguments)))

        # It may open a session, which takes what spark-submit gives it.
        session = ["-Dspark.master=local[3]"]
        session += [f"-D{setting}" for setting in SMALL_SPARK + TINY_SPARK if setting != "--conf"]
        self.environment["SLUICE_MASTER"] = "local[3]"
        called = [*started, *module_options(), *session, *ending]
        called += ["io.sluice.ValidateJob", *arguments, sql]
        self.assertEqual(called, self.said(self.launch("validate", *arguments)))
        called[called.index("io.sluice.ValidateJob")] = "io.sluice.TestJob"
        self.assertEqual(called, self.said(self.launch("test", *arguments)))
        called[called.index("io.sluice.TestJob")] = "io.sluice.ExplainJob"
        self.assertEqual(called, self.said(self.launch("explain", *arguments)))

    def test_a_class_path_of_the_environment_is_taken_without_spark_submit_too(self) -> None:
        self.environment |= {"HADOOP_CONF_DIR": "/h", "SPARK_DIST_CLASSPATH": "/d/*:/e"}
        _, path, *_ = self.said(self.launch("status"))
        self.assertEqual(f"{self.jar}:{self.spark}/conf:{self.spark}/jars/*:/h:/d/*:/e", path)

    def test_land_alone_has_kafka_at_the_end_of_its_class_path(self) -> None:
        self.make_executable(
            self.spark / "bin" / "spark-submit",
            '#!/bin/sh\nprintf "%s\\n" "$SPARK_DIST_CLASSPATH" "$@"\n',
        )
        kafka = self.jar.parent / "kafka"
        refused = self.launch("land")
        self.assertEqual((1, ""), (refused.returncode, refused.stdout))
        self.assertEqual(
            f"Cannot start Spark: there are no jars in {kafka}; run 'make jar'\n", refused.stderr
        )
        kafka.mkdir()
        for name in ("a.jar", "b.jar"):
            (kafka / name).touch()
        self.assertEqual(f"{kafka}/*", self.launch("land").stdout.splitlines()[0])
        self.environment["SPARK_DIST_CLASSPATH"] = "/d"
        self.assertEqual(f"/d:{kafka}/*", self.launch("land").stdout.splitlines()[0])
        self.assertEqual("/d", self.launch("transform").stdout.splitlines()[0])

        self.assertNotIn("--jars", self.launch("land").stdout)
        self.environment["SLUICE_MASTER"] = "spark://host:7077"
        self.assertIn(f"--jars\n{kafka}/a.jar,{kafka}/b.jar\n", self.launch("land").stdout)

    def test_export_has_kafka_on_its_class_path_where_it_sends_something_there(self) -> None:
        self.make_executable(
            self.spark / "bin" / "spark-submit",
            '#!/bin/sh\nprintf "%s\\n" "$SPARK_DIST_CLASSPATH"\n',
        )
        kafka = self.jar.parent / "kafka"
        kafka.mkdir()
        (kafka / "a.jar").touch()
        exports = self.folder / "my sql" / "shop" / "exports"
        exports.mkdir(parents=True)
        shop = ("--pipeline", "shop", "--sql", str(self.folder / "my sql"))
        none, some = "\n", f"{kafka}/*\n"
        self.assertEqual(none, self.launch("export", *shop).stdout)
        (exports / "a.yaml").write_text("# not kafka:\nrelation: daily\nconsole: {}\n")
        self.assertEqual(none, self.launch("export", *shop).stdout)
        for text in ("relation: daily\nkafka:\n", "{relation: daily, 'kafka': {topic: t}}\n"):
            (exports / "b.yaml").write_text(text)
            self.assertEqual(some, self.launch("export", *shop).stdout)
        self.assertEqual(none, self.launch("transform", *shop).stdout)
        elsewhere = ("--pipeline", "shop", "--sql", "s3a://bucket/sql")
        self.assertEqual(some, self.launch("export", *elsewhere).stdout)

    def test_validate_takes_spark_submit_where_its_session_is_elsewhere(self) -> None:
        self.environment["SLUICE_MASTER"] = "spark://host:7077"
        self.assert_starts(
            self.launch("validate"),
            "io.sluice.ValidateJob",
            master="spark://host:7077",
            local_ip="",
        )

    def test_all_take_spark_submit_where_spark_is_configured(self) -> None:
        jobs = {
            "status": "io.sluice.StatusJob",
            "checkpoint": "io.sluice.CheckpointJob",
            "explain": "io.sluice.ExplainJob",
            "init": "io.sluice.InitJob",
            "preview": "io.sluice.PreviewJob",
            "test": "io.sluice.TestJob",
            "validate": "io.sluice.ValidateJob",
        }
        self.environment["SLUICE_SPARK_OPTS"] = "--conf spark.x=1"
        more = ["--conf", "spark.x=1"]
        for command, job in jobs.items():
            self.assert_starts(self.launch(command), job, more=more)
        del self.environment["SLUICE_SPARK_OPTS"]
        for name in ("spark-defaults.conf", "spark-env.sh", "java-opts"):
            conf = self.folder / name
            conf.mkdir()
            (conf / name).touch()
            self.environment["SPARK_CONF_DIR"] = str(conf)
            for command, job in jobs.items():
                with self.subTest(f"{command} with {name}"):
                    self.assert_starts(self.launch(command), job)

    def test_a_driver_that_a_worker_starts_gets_what_spark_gives_the_others(self) -> None:
        submit = [self.checkout / "infra" / "spark-submit", "--class", "io.sluice.RunJob"]
        options = [*module_options(), "-Xss64m", "-Dfile.encoding=UTF-8"]
        conf = "spark.driver.extraJavaOptions="
        for master, mode, expected in (
            ("spark://host:7077", "cluster", [conf + " ".join(options)]),
            ("spark://host:7077", "client", []),
            ("yarn", "cluster", []),
            ("local[*]", "client", []),
        ):
            with self.subTest((master, mode)):
                given = [*submit, "--master", master, "--deploy-mode", mode, self.jar]
                said = self.said(self.start(*given))
                self.assertEqual(expected, [line for line in said if line.startswith(conf)])
        file = self.folder / "some.properties"
        file.write_text(
            "spark.driver.extraJavaOptionsX no\n# spark.driver.extraJavaOptions no\n"
            "spark.driver.extraJavaOptions   -Da=1 -Db=2 \n"
        )
        given = [*submit, "--master", "spark://host:7077", "--deploy-mode", "cluster"]
        said = self.said(self.start(*given, "--properties-file", file, self.jar))
        self.assertIn(conf + " ".join([*options, "-Da=1", "-Db=2"]), said)

    def test_generate_is_tiny_up_to_100000_rows(self) -> None:
        for options, size in (
            ([], "tiny"),
            (["--rows", "100000"], "tiny"),
            (["--rows=0100000"], "tiny"),
            (["--rows", "100001"], "large"),
            (["--rows=100001"], "large"),
            (["--rows", "99999999999999999999"], "large"),
            (["--rows", "many"], "large"),
        ):
            with self.subTest(options):
                self.assert_size(size, "generate", "--pipeline", "shop", *options)

    def test_aggregate_is_small_where_little_is_new(self) -> None:
        pipeline = self.land(8_000_001, "tables/sales")
        commits = pipeline / "checkpoints" / "aggregate" / "commits"
        commits.mkdir(parents=True)
        for number, time in ((9, 1), (10, 3), (8, 2)):
            (commits / str(number)).touch()
            os.utime(commits / str(number), (time, time))
        os.utime(pipeline / "tables" / "sales" / "file.parquet", (3, 3))
        (pipeline / "tables" / "sales" / "new.parquet").write_bytes(b"little")
        self.assert_size("small", "aggregate", "--pipeline", "shop")
        self.assert_size("large", "aggregate", "--pipeline", "shop", "--full-refresh")
        self.assert_size("large", "aggregate", "--pipeline", "shop", "--full-refresh=sums")
        os.utime(pipeline / "tables" / "sales" / "file.parquet", (4, 4))
        self.assert_size("large", "aggregate", "--pipeline", "shop")

    def test_looks_into_the_data_folder_that_the_job_takes(self) -> None:
        self.land(8_000_001, "landing", self.folder / "far")
        self.land(1, "landing")
        given = ["--pipeline", "shop"]
        self.assert_size("tiny", "transform", *given)
        for far in (f"{self.folder}/far", f"file:{self.folder}/far", f"file://{self.folder}/far"):
            self.assert_size("large", "transform", *given, "--data", far)
            self.assert_size("large", "transform", *given, f"--data={far}")
        self.environment["SLUICE_DATA"] = f"{self.folder}/far"
        self.assert_size("large", "transform", *given)
        self.assert_size("tiny", "transform", *given, "--data", str(self.elsewhere / "data"))

    def test_a_run_on_data_that_is_not_on_this_machine_is_large(self) -> None:
        for data in ("hdfs:///data", "s3a://bucket/data", "/not/here"):
            self.assert_size("large", "transform", "--pipeline", "shop", "--data", data)
            self.assert_size("tiny", "generate", "--pipeline", "shop", "--data", data)

    def test_a_job_of_somebody_else_is_large(self) -> None:
        self.land(1, "landing")
        command = [self.checkout / "infra" / "spark-submit", "--class", "org.shop.MyJob", self.jar]
        self.assertIn(LARGE, self.start(*command, "--pipeline", "shop").stdout)
        command[1:3] = ["--class=io.sluice.TransformJob"]
        self.assertNotIn(LARGE, self.start(*command, "--pipeline", "shop").stdout)

    def test_leaves_the_collector_to_those_who_name_one(self) -> None:
        for name in ("SLUICE_JAVA_OPTS", "SPARK_SUBMIT_OPTS"):
            with self.subTest(name):
                self.environment[name] = "-XX:+UseG1GC"
                *_, options = self.said(self.launch("generate", *MANY_ROWS))
                del self.environment[name]
                self.assertTrue(
                    options.endswith("-XX:Tier4BackEdgeThreshold=160000 -XX:+UseG1GC"), options
                )

    def test_adds_nothing_where_tuning_is_off(self) -> None:
        self.jar.with_suffix(".jsa").touch()
        self.land(8_000_001, "landing")
        self.environment |= {"SLUICE_TUNING": "off", "LC_ALL": "C"}
        arguments = ["--pipeline", "shop", "--wait", "1 hour"]
        stock = ["--class", "io.sluice.TransformJob", "--master", "local[*]"]
        stock += ["--driver-memory", "2g", str(self.jar), *arguments]
        self.assertEqual(
            [
                *stock,
                f"SPARK_HOME={self.spark}",
                f"SLUICE_SQL={self.checkout / 'sql'}",
                "SPARK_LOCAL_IP=",
                "LC_ALL=C",
                "SPARK_LAUNCHER_OPTS=",
                "SPARK_SUBMIT_OPTS=",
            ],
            self.said(self.launch("transform", *arguments)),
        )
        self.environment |= {
            "SLUICE_JAVA_OPTS": "-Xss4m",
            "SLUICE_SPARK_OPTS": "--verbose",
            "SPARK_SUBMIT_OPTS": "-Da=1",
            "SPARK_LAUNCHER_OPTS": "-Xint",
            "SPARK_LOCAL_IP": "10.0.0.1",
        }
        stock.insert(6, "--verbose")
        self.assertEqual(
            [
                *stock,
                f"SPARK_HOME={self.spark}",
                f"SLUICE_SQL={self.checkout / 'sql'}",
                "SPARK_LOCAL_IP=10.0.0.1",
                "LC_ALL=C",
                "SPARK_LAUNCHER_OPTS=-Xint",
                "SPARK_SUBMIT_OPTS=-Da=1 -Xss4m",
            ],
            self.said(self.launch("transform", *arguments)),
        )

    def test_tuning_that_is_on_is_as_if_nothing_was_said(self) -> None:
        for value in ("on", ""):
            self.environment["SLUICE_TUNING"] = value
            self.assert_starts(self.launch("run"), "io.sluice.RunJob")

    def test_refuses_tuning_that_is_neither_on_nor_off(self) -> None:
        self.environment["SLUICE_TUNING"] = "OFF"
        self.assert_refuses(
            self.launch("run"),
            2,
            "Cannot start Spark: SLUICE_TUNING is 'OFF'; set it to on or off\n",
        )

    def test_refuses_a_table_of_settings_that_it_cannot_read(self) -> None:
        table = self.checkout / "infra" / "launch" / "settings.md"
        rows = table.read_text()
        lines = rows.count("\n")
        for row, why in (
            ("| always | conf | a=1 | no quotes | |", "it isn't a row of the table"),
            ("| always | conf |", "it isn't a row of the table"),
            ("| middling | conf | `a=1` | | |", "there is no kind of run 'middling'"),
            ("| always | cnf | `a=1` | | |", "there is no place 'cnf' to set it"),
        ):
            with self.subTest(row):
                table.write_text(f"{rows}\n| applies | sets |\n|---|---|\n{row}\n")
                self.assert_refuses(
                    self.launch("run"),
                    1,
                    f"Cannot start Spark: line {lines + 4} of {table} can't be used: {why}; "
                    "correct it, or set SLUICE_TUNING=off\n",
                )

    def test_every_setting_of_the_table_has_its_reason(self) -> None:
        table = CHECKOUT / "infra" / "launch" / "settings.md"
        _, rows = table.read_text().split("\n| applies | sets |")
        rows = [line for line in rows.splitlines() if line.startswith("| ")]
        self.assertGreater(len(rows), 15)
        for row in rows:
            cells = [cell.strip() for cell in row.strip("|").split("|")]
            self.assertEqual((5, True), (len(cells), all(cells)), row)

    def test_java_reads_every_file_name_whatever_the_locale(self) -> None:
        for set_here in (
            {"LC_ALL": "C"},
            {"LC_ALL": "", "LANG": "POSIX"},
            {"LC_ALL": "C.utf8"},
            {"LC_ALL": "", "LC_CTYPE": "C.utf8", "LANG": "C"},
            # A JVM reads names as ASCII where one of these can't be set, whatever LANG says.
            {"LC_ALL": "", "LANG": "C.UTF-8", "LC_TIME": "xx_XX.UTF-8"},
        ):
            with self.subTest(set_here):
                self.environment |= {"LC_CTYPE": "", "LANG": "", **set_here}
                self.assertIn("LC_ALL=C.UTF-8", self.said(self.launch("run")))
        self.environment |= {"LC_ALL": "xx_XX.UTF-8"}
        launched = self.launch("run")
        self.assertEqual(0, launched.returncode)
        self.assertIn("LC_ALL=C.UTF-8", launched.stdout.splitlines())

    def test_a_locale_is_utf_8_by_what_it_does(self) -> None:
        for name, installed in (("C.UTF-8", True), ("C", False), ("xx_XX.UTF-8", False)):
            with self.subTest(name):
                asked = f"source {CHECKOUT}/infra/launch/machine.sh; (is_utf8 {name}) 2>/dev/null"
                self.assertEqual(installed, self.start("bash", "-c", asked).returncode == 0)

    def test_a_user_without_a_name_gets_a_home(self) -> None:
        (self.elsewhere / "bin").mkdir()
        self.make_executable(self.elsewhere / "bin" / "id", "#!/bin/sh\nexit 1\n")
        self.environment["PATH"] = f"{self.elsewhere}/bin:{os.environ['PATH']}"
        for home, expected in (
            (str(self.folder), str(self.folder)),
            ("/not/here", "/tmp"),
            ("?", "/tmp"),
        ):
            with self.subTest(home):
                self.environment["HOME"] = home
                self.assertIn(f'-Duser.home="{expected}"', self.said(self.launch("run"))[-1])

    def test_listens_on_the_address_that_is_named(self) -> None:
        self.environment["SPARK_LOCAL_IP"] = "10.0.0.1"
        self.assert_starts(self.launch("run"), "io.sluice.RunJob", local_ip="10.0.0.1")

    def test_puts_the_options_of_the_user_last(self) -> None:
        self.environment |= {
            "SPARK_SUBMIT_OPTS": "-Da=1",
            "SLUICE_JAVA_OPTS": "-Da=2",
            "SPARK_LAUNCHER_OPTS": "-Da=3",
        }
        said = self.said(self.launch("run"))
        self.assertEqual(f"SPARK_LAUNCHER_OPTS={LAUNCHER} -Da=3", said[-2])
        self.assertTrue(said[-1].endswith(f" {TINY} -Da=1 -Da=2"), said[-1])

    def test_uses_the_archive_unless_it_is_being_made(self) -> None:
        archive = self.jar.with_suffix(".jsa")
        archive.touch()
        used = [
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
        commands = "generate land transform aggregate quality run export backfill maintain status"
        commands += " doctor query explain files quarantine checkpoint init preview test validate"
        listed = asked.stdout.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
        self.assertEqual(commands.split(), [line.split()[0] for line in listed])
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

    def land(self, size: int, folder: str, data: Path | None = None) -> Path:
        """Puts one file into a folder of the pipeline shop."""
        pipeline = (data or self.elsewhere / "data") / "shop"
        (pipeline / folder).mkdir(parents=True)
        with (pipeline / folder / "file.parquet").open("wb") as file:
            file.truncate(size)
        return pipeline

    def launch(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.start(self.launcher, *arguments)

    def start(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.elsewhere,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def said(self, launched: subprocess.CompletedProcess[str]) -> list[str]:
        self.assertEqual((0, ""), (launched.returncode, launched.stderr))
        return [line.rstrip() for line in launched.stdout.splitlines()]

    def assert_size(self, size: str, command: str, *arguments: str) -> None:
        job = f"io.sluice.{command.capitalize()}Job"
        self.assert_starts(self.launch(command, *arguments), job, arguments=arguments, size=size)

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
        size: str = "tiny",
        archive: tuple[str, ...] | list[str] = (),
        own: tuple[str, ...] | list[str] = (),
    ) -> None:
        log4j2 = self.checkout / "infra" / "log4j2.properties"
        called = ["--driver-class-path", str(self.jar)]
        called += SMALL_SPARK * (size != "large") + TINY_SPARK * (size == "tiny")
        called += ["--class", job, "--master", master, "--driver-memory", memory]
        called += [*more, str(self.jar), *arguments]
        called.append(f"SPARK_HOME={self.spark}")
        called.append(f"SLUICE_SQL={self.checkout / 'sql' if sql is None else sql}")
        called.append(f"SPARK_LOCAL_IP={local_ip}")
        called.append("LC_ALL=C.UTF-8")
        called.append(f"SPARK_LAUNCHER_OPTS={LAUNCHER}")
        options = [f'-Dlog4j2.configurationFile="{log4j2}"', "-Dlog4j2.disableJmx=true"]
        options += ["-Xss64m", "-Dfile.encoding=UTF-8", *archive]
        options.append({"large": LARGE, "small": SMALL, "tiny": TINY}[size])
        called.append(" ".join([f"SPARK_SUBMIT_OPTS={options[0]}", *options[1:], *own]))
        self.assertEqual(called, self.said(launched))

    def assert_refuses(
        self, launched: subprocess.CompletedProcess[str], exit_code: int, message: str
    ) -> None:
        self.assertEqual(
            (exit_code, "", message), (launched.returncode, launched.stdout, launched.stderr)
        )


if __name__ == "__main__":
    unittest.main()
