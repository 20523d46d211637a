"""What a torture has done so far: kept from start to start, shown as JSON and as a page."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from .phases import Phase
from .rounds import Tally


@dataclass
class Summary:
    """The state of one torture; it is written after every round, and a new start reads it."""

    seed: str
    kills_wanted: int
    duplicates: bool
    rounds: int = 0
    seconds: float = 0
    done: Tally = field(default_factory=Tally)
    failures: list[str] = field(default_factory=list)

    @property
    def is_finished(self) -> bool:
        return self.done.kills >= self.kills_wanted

    def write(self, file: Path) -> None:
        part = file.with_suffix(".part")
        part.write_text(json.dumps(asdict(self), indent=2) + "\n")
        part.rename(file)

    @classmethod
    def read(cls, file: Path) -> "Summary":
        read = json.loads(file.read_text())
        return cls(**read | {"done": Tally(**read["done"])})

    def page(self) -> str:
        """The summary as Markdown."""
        done = self.done
        state = "finished" if self.is_finished else "under way"
        lines = [
            f"# Torture {self.seed}: {state}, {_count(len(self.failures), 'failure')}",
            "",
            f"- {done.kills} of {self.kills_wanted} kills in {_count(self.rounds, 'round')}, "
            f"{self.seconds / 60:.0f} minutes; duplicates {'on' if self.duplicates else 'off'}",
            f"- {done.ended_before_the_kill} runs ended by themselves before their kill",
            f"- {done.looks} times everything was compared with the oracle; at the rounds' ends "
            f"that was {done.files} files with {done.records} records",
            "",
            "| killed | transform | aggregate | run |",
            "|---|---|---|---|",
        ]
        for phase in Phase:
            counts = [
                done.phases.get(f"{job}: {phase}") for job in ("transform", "aggregate", "run")
            ]
            lines.append(f"| {phase} | {' | '.join(str(count or '') for count in counts)} |")
        for failure in self.failures:
            lines += ["", "```", failure, "```"]
        return "\n".join(lines) + "\n"


def _count(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"
