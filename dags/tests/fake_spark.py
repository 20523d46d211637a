"""A spark-submit without Spark: it writes the report that a test wants, and ends as it wants."""

import json
import sys
from pathlib import Path

_PROGRAM = """#!{python}
import json, os, signal, sys, time
from datetime import UTC, datetime
from pathlib import Path

place = Path({place!r})
calls = place / "calls.jsonl"
arguments = sys.argv[1:]
number = len(calls.read_text().splitlines()) if calls.exists() else 0
with calls.open("a") as all_calls:
    all_calls.write(json.dumps(arguments) + "\\n")
script = json.loads((place / "script.json").read_text())
step = script[min(number, len(script) - 1)]

def option(name):
    return arguments[arguments.index("--" + name) + 1]

report = {{
    "run_id": option("run-id"),
    "try": 1,
    "job": option("class").removeprefix("io.sluice.").removesuffix("Job").lower(),
    "pipeline": option("pipeline"),
    "verdict": "RUN",
    "verdict_detail": "5 files in 1 batch",
    "outcome": "succeeded",
    "exit_code": step["exit_code"],
    "message": None,
    "next_step": None,
    "started_at": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    "rows_read": 500,
    "rows_written": 490,
    "rows_duplicate": 0,
    "rows_quarantined": 10,
    "changed": {{"since": "start", "until": "1:r0", "relations": {{}}}},
}}
report |= step["report"]
if step["ignores_term"]:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
file = option("report").removeprefix("file://")
if step["text"] is not None:
    Path(file).write_text(step["text"])
elif step["writes"]:
    Path(file).write_text(json.dumps(report))
(place / "started").touch()
if step["seconds"]:
    time.sleep(step["seconds"])
sys.exit(step["exit_code"])
"""


Step = dict[str, object]


class FakeSpark:
    """A Spark installation whose spark-submit follows a script: one step for each call."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.home = place / "spark"
        self.program = self.home / "bin" / "spark-submit"
        self.program.parent.mkdir(parents=True)
        self.program.write_text(_PROGRAM.format(python=sys.executable, place=str(place)))
        self.program.chmod(0o755)
        (self.home / "jars").mkdir()
        (self.home / "jars" / "spark-core_2.12-3.5.9.jar").touch()

    def will(self, *steps: Step) -> None:
        (self.place / "script.json").write_text(json.dumps(steps))

    @property
    def calls(self) -> list[list[str]]:
        file = self.place / "calls.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def options(self, call: int = -1) -> dict[str, str]:
        """The job's own options in a call."""
        arguments = self.calls[call]
        own = arguments[arguments.index("--pipeline") :]
        return dict(zip((name[2:] for name in own[::2]), own[1::2], strict=True))


def step(
    exit_code: int = 0,
    *,
    writes: bool = True,
    text: str | None = None,
    seconds: int = 0,
    ignores_term: bool = False,
    **report: object,
) -> Step:
    """One call: its exit code, and what the report says other than that all went well.

    :param writes: whether it writes a report
    :param text: what stands in the report's file instead
    :param seconds: how long it works after that
    """
    return {
        "exit_code": exit_code,
        "report": report,
        "writes": writes,
        "text": text,
        "seconds": seconds,
        "ignores_term": ignores_term,
    }
