"""Messages land as people let them: whole processes, killed at random moments, with a secret."""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path
from random import Random

import pytest

from crashtest.jobs import CHECKOUT
from harness.kafka import Broker
from harness.parquet import query
from harness.postgres import Postgres

CANARY = "canary-3f9d81"
LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required"
KEYSTORE_PASSWORD = "broker-keys"


def secured(keystore: Path) -> tuple[str, ...]:
    """Settings of a broker that has a listener with TLS and a login, too."""
    return (
        "listeners=PLAINTEXT://127.0.0.1:PORT,CONTROLLER://127.0.0.1:PORT1,"
        "SASL_SSL://127.0.0.1:PORT2",
        "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL",
        f"ssl.keystore.location={keystore}",
        f"ssl.keystore.password={KEYSTORE_PASSWORD}",
        "sasl.enabled.mechanisms=PLAIN",
        "listener.name.sasl_ssl.plain.sasl.jaas.config="
        f'{LOGIN} user_sluice="{CANARY}" user_other="other";',
    )


def make_keys(folder: Path) -> Path:
    """A key and a certificate of 127.0.0.1, which folder/ca.pem trusts."""
    keystore = folder / "broker.p12"
    keytool = [
        "keytool",
        "-keystore",
        keystore,
        "-storepass",
        KEYSTORE_PASSWORD,
        "-alias",
        "broker",
    ]
    name = ["-dname", "CN=broker", "-ext", "san=ip:127.0.0.1", "-validity", "2"]
    quietly = {"check": True, "capture_output": True}
    subprocess.run([*keytool, "-genkeypair", "-keyalg", "RSA", *name], **quietly)
    subprocess.run([*keytool, "-exportcert", "-rfc", "-file", folder / "ca.pem"], **quietly)
    return keystore


KILLS = 6


@pytest.mark.long
class LandProcessesTest(unittest.TestCase):
    broker: Broker
    keys: Path

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        cls.addClassCleanup(folder.cleanup)
        cls.keys = Path(folder.name)
        cls.broker = Broker(CHECKOUT, cls.keys / "broker", *secured(make_keys(cls.keys)))
        cls.addClassCleanup(cls.broker.stop)

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        self.environment = {**os.environ, "SLUICE_MASTER": "local[2]"}
        self.environment["SLUICE_DATA"] = str(self.folder / "data")
        self.environment["SLUICE_SQL"] = str(self.folder / "sql")
        (self.folder / "sql").mkdir()

    def test_the_example_of_the_documentation_makes_a_table(self) -> None:
        page = (CHECKOUT / "docs" / "pipelines.md").read_text()
        _, section = page.split("\n## Kafka\n")
        (script,) = re.findall(r"```bash\n(.*?)```", section.split("\n## ")[0], re.DOTALL)
        self.assertIn("127.0.0.1:9092", script)
        self.assertIn("jdbc:postgresql://127.0.0.1:54320/postgres?user=sluice", script)
        database = Postgres(self.folder / "postgres")
        self.addCleanup(database.stop)
        script = script.replace("127.0.0.1:9092", self.broker.servers)
        script = script.replace("127.0.0.1:54320", f"127.0.0.1:{database.port}")
        done = subprocess.run(
            ["bash", "-euc", script],
            cwd=CHECKOUT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        self.assertIn("SUCCEEDED land messages: 1000 messages landed; ", done.stdout)
        self.assertIn("1000 rows read, 1000 written", done.stdout)
        expected = {
            (f"m{i:010}", f"{i % 1000}.25", f"2026-01-{1 + i % 28:02}") for i in range(1000)
        }
        *lines, total = done.stdout.splitlines()[-1001:]
        self.assertEqual("1000 messages", total)
        sent = [json.loads(line.split("\t")[1], parse_float=str) for line in lines]
        self.assertEqual(expected, {(row["id"], row["amount"], row["sold_date"]) for row in sent})
        rows = database.ask("select id, amount, sold_date from sales").splitlines()
        self.assertEqual(expected, {tuple(row.split("|")) for row in rows})
        self.assertEqual(1000, len(rows))

    def test_every_message_lands_once_wherever_it_is_killed(self) -> None:
        self.make_pipeline("killed")
        random = Random(7)
        for kill in range(KILLS):
            self.broker.send("killed", 3, kill * 5_000, 5_000)
            land = self.start("land", "killed")
            try:
                land.wait(2 + random.random() * 6)
            except subprocess.TimeoutExpired:
                os.killpg(land.pid, signal.SIGKILL)
                land.wait()
            if kill % 3 == 2:
                shutil.rmtree(self.folder / "data" / "killed" / "checkpoints" / "land", True)
        for _ in range(2):
            self.ends(0, self.start("land", "killed"))
        files = str(self.folder / "data" / "killed" / "landing" / "*.parquet")
        sql = """
            select count(*), count(distinct value), count(distinct (partition, "offset"))
            from read_parquet($files)
        """
        self.assertEqual([[KILLS * 5_000] * 3], query(CHECKOUT, sql, {"files": files}))

    def test_a_secret_is_found_nowhere(self) -> None:
        self.broker.send("secret", 1, 0, 10)
        self.broker.create("secret_out", 1)
        servers = f"127.0.0.1:{self.broker.port + 2}"
        self.make_pipeline("secret", servers=servers)
        exports = self.folder / "sql" / "secret" / "exports"
        exports.mkdir()
        (exports / "out.yaml").write_text(
            "relation: sales\n"
            f"kafka: {{topic: secret_out, key: [id], bootstrap-servers: '{servers}'}}\n"
        )
        self.environment |= {
            "SLUICE_LOG_LEVEL": "debug",
            "SLUICE_KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
            "SLUICE_KAFKA_SSL_TRUSTSTORE_LOCATION": str(self.keys / "ca.pem"),
            "SLUICE_KAFKA_SSL_TRUSTSTORE_TYPE": "PEM",
            "SLUICE_KAFKA_SASL_MECHANISM": "PLAIN",
        }
        config = f'{LOGIN} username="sluice" password="{CANARY}";'
        self.says_nothing("land", config, 0)
        self.ends(0, self.start("transform", "secret"))
        for job, done in (("land", "LandJob"), ("export", "ExportJob")):
            for wrong in (config.replace("sluice", "nobody"), f"{CANARY} {CANARY}"):
                self.says_nothing(job, wrong, 2)
            self.assertIn(done, self.says_nothing(job, config, 0))
        _, total = self.broker.read("secret_out")
        self.assertEqual(10, total)
        del self.environment["SLUICE_KAFKA_SSL_TRUSTSTORE_LOCATION"]
        del self.environment["SLUICE_KAFKA_SSL_TRUSTSTORE_TYPE"]
        self.says_nothing("land", config, 2)  # a certificate that nobody vouches for
        for file in (self.folder / "data").rglob("*"):  # reports, plans, checkpoints, notes
            if file.is_file():
                self.assertNotIn(CANARY.encode(), file.read_bytes(), file)

    def says_nothing(self, job: str, config: str, exit_code: int) -> str:
        """Runs a job with a secret, which it must not tell; gives its arguments."""
        self.environment["SLUICE_KAFKA_SASL_JAAS_CONFIG"] = config
        started = self.start(job, "secret")
        arguments = set()
        while started.poll() is None:
            arguments.add(self.arguments_of(started.pid))
        self.assertNotIn(CANARY, self.ends(exit_code, started))
        self.assertFalse(any(CANARY in each for each in arguments))
        return " ".join(arguments)

    def start(self, job: str, pipeline: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("wb") as log:
            started = subprocess.Popen(
                [CHECKOUT / "sluice", job, "--pipeline", pipeline],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.addCleanup(started.wait)
        self.addCleanup(started.kill)
        return started

    def ends(self, exit_code: int, job: subprocess.Popen[bytes]) -> str:
        """Waits for the job; gives all that it has said."""
        job.wait()
        said = (self.folder / "log").read_text()
        self.assertEqual(exit_code, job.returncode, said)
        return said

    def arguments_of(self, pid: int) -> str:
        try:
            return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
        except OSError:
            return ""

    def make_pipeline(self, topic: str, servers: str = "") -> None:
        pipeline = self.folder / "sql" / topic
        pipeline.mkdir()
        (pipeline / "pipeline.yaml").write_text(
            f"""\
source:
  format: kafka
  topics: [{topic}]
  bootstrap-servers: {servers or self.broker.servers}
  schema: "id STRING NOT NULL, amount DECIMAL(10,2), sold_at TIMESTAMP NOT NULL"
table: sales
key: [id]
event-date: sold_date
"""
        )
        (pipeline / "rules.sql").write_text("select amount >= 0 as not_negative from source\n")
        (pipeline / "transformations.sql").write_text(
            "select id, amount, to_date(sold_at) as sold_date from source\n"
        )
