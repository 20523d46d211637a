"""How long each job's runs are, so that kills fall evenly over the whole of one."""

from collections import defaultdict, deque
from random import Random

# A run's first second is the JVM's: it gets one kill in ten, not as many as the rest.
STARTING_SECONDS = 1.0
KILLS_WHILE_STARTING = 0.1
REMEMBERED = 3


class Lengths:
    """Learns from the runs that had work and ended by themselves."""

    def __init__(self) -> None:
        self._seconds: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=REMEMBERED))

    def is_empty(self) -> bool:
        return not self._seconds

    def add(self, job: str, seconds: float) -> None:
        self._seconds[job].append(seconds)

    def moment(self, job: str, random: Random) -> float:
        """When to kill the job, in seconds after its start."""
        if random.random() < KILLS_WHILE_STARTING:
            return random.uniform(0, STARTING_SECONDS)
        return random.uniform(STARTING_SECONDS, self._length(job))

    def _length(self, job: str) -> float:
        if job in self._seconds:
            return max(self._seconds[job])
        # Only run was never let to its end yet: it is the others, one after the other.
        return sum(max(known) for known in self._seconds.values())
