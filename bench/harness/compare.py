"""Sides that do the same work, measured in turns, and the limits their ratios must keep."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .process import Command, Measurement, measure


@dataclass(frozen=True)
class Side:
    """One way to do the work.

    `prepare` gets a fresh folder, fills it before the clock starts and says what to run;
    `verify` gets the same folder afterwards and fails unless all the work was done.
    """

    name: str
    prepare: Callable[[Path], Command]
    verify: Callable[[Path], None]


@dataclass(frozen=True)
class Limit:
    """How many times as long as the floor a side may take; None: it is shown, not judged."""

    name: str
    side: str
    floor: str
    most: float | None

    def found(self, measurements: Mapping[str, Sequence[Measurement]]) -> float:
        return ratio(measurements[self.side], measurements[self.floor])


@dataclass(frozen=True)
class Growth:
    """How much more the ratio of a larger input may be than that of a smaller one."""

    name: str
    small: Limit
    large: Limit
    most: float | None

    def found(self, measurements: Mapping[str, Sequence[Measurement]]) -> float:
        return round(self.large.found(measurements) - self.small.found(measurements), 2)


def run_in_turns(
    sides: Sequence[Side], rounds: int, work: Path
) -> Mapping[str, Sequence[Measurement]]:
    """Measures every side once a round, so that whatever slows the machine slows them all."""
    measurements: dict[str, list[Measurement]] = {side.name: [] for side in sides}
    logs = work / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    for number in range(1, rounds + 1):
        for side in sides:
            print(f"round {number} of {rounds}: {side.name} ... ", end="", flush=True)
            folder = work / "run"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            command = side.prepare(folder)
            measured = measure(command, logs / f"{side.name}-{number}.log")
            side.verify(folder)
            shutil.rmtree(folder)
            measurements[side.name].append(measured)
            print(f"{measured.seconds:.1f} s, {_gigabytes(measured)} GB", flush=True)
    return measurements


def table(measurements: Mapping[str, Sequence[Measurement]]) -> str:
    """One line per side: median, least and most seconds, the most memory and reads of any run."""
    head = (
        f"{'side':<16} {'runs':>4} {'median s':>9} {'min-max s':>13} {'peak GB':>8} {'read MB':>8}"
    )
    lines = [head]
    for name, measured in measurements.items():
        seconds = [one.seconds for one in measured]
        span = f"{min(seconds):.1f}-{max(seconds):.1f}"
        peak = _gigabytes(max(measured, key=lambda one: one.peak_bytes))
        read = f"{max(one.read_bytes for one in measured) / 1e6:,.0f}"
        row = f"{name:<16} {len(seconds):>4} {median(seconds):>9.1f} {span:>13} {peak:>8} {read:>8}"
        lines.append(row)
    return "\n".join(lines)


def ratio(side: Sequence[Measurement], floor: Sequence[Measurement]) -> float:
    """The median of the rounds' ratios: each compares runs that were neighbours in time."""
    pairs = zip(side, floor, strict=True)
    return round(median(one.seconds / other.seconds for one, other in pairs), 2)


def judge(
    limits: Sequence[Limit | Growth], measurements: Mapping[str, Sequence[Measurement]]
) -> bool:
    """Prints every ratio with its limit; true if all limits hold."""
    holds = True
    for limit in limits:
        found = limit.found(measurements)
        if limit.most is None:
            print(f"ratio {limit.name} {found} (not judged)")
        else:
            print(f"ratio {limit.name} {found} limit {limit.most}")
            holds = holds and found <= limit.most
    return holds


def _gigabytes(measured: Measurement) -> str:
    return f"{measured.peak_bytes / 1e9:.2f}"
