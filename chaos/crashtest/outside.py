"""Kills of `land` and `export`, and of the broker and the database under them.

Messages come, land, are published, and are sent to a topic and to a table. Each time something is
killed at a random moment: the job, the broker or the database. Then the same job runs to its end.
"""

import json
import shutil
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from crashtest.jobs import CHECKOUT, Jobs, Run
from crashtest.lengths import Lengths
from harness.kafka import Broker
from harness.parquet import query
from harness.postgres import Postgres

PIPELINE = "outside"
TOPIC_IN = "messages"
TOPIC_OUT = "sales"
PARTITIONS = 3
MESSAGES = 2_000
ALL_PASS, HALF_PASSES = 0, 500
"""The least amount that a rule lets through; changing it restates every date."""

DONE, FAILED = 0, 1
YAML = """\
source:
  format: kafka
  topics: [messages]
  bootstrap-servers: {servers}
  messages-per-batch: 700
  schema: "id STRING NOT NULL, amount DECIMAL(10,2), sold_at TIMESTAMP NOT NULL"
table: sales
key: [id]
event-date: sold_date
gate: {{max-quarantined-ratio: 1}}
"""
TRANSFORMATIONS = "select id, amount, to_date(sold_at) as sold_date from source\n"
COLUMNS = "relation: sales\ncolumns: [id, amount, sold_date]\n"
TO_TOPIC = "kafka: {{topic: sales, key: [{key}], bootstrap-servers: '{servers}'}}\n"
TO_TABLE = "postgresql: {{url: '{url}', table: sales, key: [id, sold_date]}}\n"


class OutsideError(Exception):
    """Something was lost, sent twice, or ended in another way than it has to."""


class Outside:
    """A pipeline between a broker and a database, all of which are killed."""

    def __init__(self, folder: Path, seed: str, say: Callable[[str], None]) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        self.folder = folder
        self.random = Random(seed)
        self.say = say
        self.kills: Counter[str] = Counter()
        self.runs = 0
        self.messages = 0
        self.least = ALL_PASS
        self.sent: dict[str, str] = {}
        """What the topic has to hold now."""
        self.sends = 0
        """How many messages that takes, each once."""
        self.lengths = Lengths()
        logs = folder / "logs"
        logs.mkdir(parents=True)
        self.jobs = Jobs(folder / "data", folder / "sql", logs, pipeline=PIPELINE)
        self.broker = Broker(CHECKOUT, folder / "broker")
        self.database = Postgres(folder / "postgres")

    def stop(self) -> None:
        self.broker.stop()
        self.database.stop()

    def begin(self) -> None:
        """Lets everything run once, undisturbed."""
        sql = self.folder / "sql" / PIPELINE
        (sql / "exports").mkdir(parents=True)
        (sql / "pipeline.yaml").write_text(YAML.format(servers=self.broker.servers))
        (sql / "transformations.sql").write_text(TRANSFORMATIONS)
        self._let_through(ALL_PASS)
        key = "id, sold_date" if self.random.random() < 1 / 2 else "id"
        to_topic = TO_TOPIC.format(key=key, servers=self.broker.servers)
        (sql / "exports" / "topic.yaml").write_text(COLUMNS + to_topic)
        (sql / "exports" / "table.yaml").write_text(
            COLUMNS + TO_TABLE.format(url=self.database.url)
        )
        self.key = key.split(", ")
        self.broker.create(TOPIC_OUT, PARTITIONS)
        self._send()
        for job in ("land", "transform", "export"):
            self.lengths.add(job, self._ends(job).seconds)
        self.compare()

    def kill(self, number: int) -> None:
        """Lets more come in, and kills something on its way: first in land, then in export."""
        if number % 2 == 0:
            self._send()
            self._disturb("land", ("job", "broker"))
            self._ends("land")
            self._ends("transform")
        else:
            if number % 6 == 5:
                self._let_through(HALF_PASSES if self.least == ALL_PASS else ALL_PASS)
                self._ends("backfill --all --reason 'other amounts'")
            self._disturb("export", ("job", "broker", "database"))
            self._ends("export")

    def compare(self) -> None:
        """Compares everything with what was sent."""
        for job in ("land", "transform", "export"):
            self._ends(job)
        self._expect()
        landed = str(self.folder / "data" / PIPELINE / "archive" / "*" / "*.parquet")
        sql = """select count(*), count(distinct value), count(distinct (partition, "offset"))
            from read_parquet($files)"""
        counts = query(CHECKOUT, sql, {"files": landed})
        self._same("messages that have landed", [[self.messages] * 3], counts)
        rows, sends = self.broker.read(TOPIC_OUT)
        self._same("rows of the topic", self.sent, {k: _plain(v) for k, v in rows.items()})
        self._same("messages of the topic", self.sends, sends)
        lines = self.database.ask("select id, amount, sold_date from sales").splitlines()
        self._same("rows of the table", sorted(self.sent.values()), sorted(lines))
        self.say(f"{len(rows)} rows of {self.messages} messages are the same everywhere")

    def _send(self) -> None:
        self.broker.send(TOPIC_IN, PARTITIONS, self.messages, MESSAGES)
        self.messages += MESSAGES

    def _let_through(self, least: int) -> None:
        rules = self.folder / "sql" / PIPELINE / "rules.sql"
        rules.write_text(f"select amount >= {least} as is_enough from source\n")
        self.least = least

    def _disturb(self, job: str, what: tuple[str, ...]) -> None:
        victim = self.random.choice(what)
        moment = self.lengths.moment(job, self.random)
        self.runs += 1
        started = self.jobs.start(job, f"{self.runs:04}-killed")
        ended = started.has_ended_within(moment)
        if victim == "broker":
            self.broker.stop()
            self.broker.start()
        elif victim == "database":
            self.database.crash()
            self.database.start()
        else:
            started.kill()
        run = started.ended()
        if run.exit_code not in (-signal.SIGKILL, DONE, FAILED):
            raise OutsideError(f"{job} ended with {run.exit_code}:\n{run.stdout}{run.stderr}")
        self.kills[f"{victim} in {job}" + (" after its end" if ended else "")] += 1

    def _ends(self, job: str) -> Run:
        self.runs += 1
        run = self.jobs.run(job, f"{self.runs:04}-whole")
        if run.exit_code != DONE:
            raise OutsideError(f"{job} ended with {run.exit_code}:\n{run.stdout}{run.stderr}")
        if job == "export":
            self._expect()
        return run

    def _expect(self) -> None:
        """What the topic holds once all of it is sent, by how messages are made."""
        now = {}
        for number in range(self.messages):
            if number % 1000 + 0.25 >= self.least:
                row = {
                    "id": f"m{number:010}",
                    "amount": f"{number % 1000}.25",
                    "sold_date": f"2026-01-{1 + number % 28:02}",
                }
                key = json.dumps({name: row[name] for name in self.key}, separators=(",", ":"))
                now[key] = "|".join(row.values())
        self.sends += sum(self.sent.get(key) != value for key, value in now.items())
        self.sends += sum(key not in now for key in self.sent)
        self.sent = now

    def _same(self, what: str, expected: object, found: object) -> None:
        if expected != found:
            raise OutsideError(
                f"{what} differ: {_brief(expected)} was expected, not {_brief(found)}"
            )


def _plain(value: str) -> str:
    row = json.loads(value, parse_float=str)
    return "|".join(row.values())


def _brief(value: object) -> str:
    text = str(value)
    return text if len(text) < 300 else f"{text[:300]} …"
