"""A broker of Kafka on this machine, and messages for it."""

import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType

from .process import BenchmarkError

LONGEST_START_SECONDS = 120
POLL_SECONDS = 0.1


class Broker:
    """Starts with an empty folder where that is new; leaving it ends the broker.

    In its settings PORT, PORT1 and PORT2 stand for free ports, of which it uses the first two.
    """

    def __init__(self, checkout: Path, folder: Path, *settings: str) -> None:
        self.checkout = checkout
        folder.mkdir(parents=True, exist_ok=True)
        self.port = _free_port()
        self.servers = f"127.0.0.1:{self.port}"
        self.log = folder / "broker.log"
        self.data = folder / "data"
        self.settings = folder / "more.properties"
        text = "".join(f"{line}\n" for line in settings)
        for number in (2, 1):
            text = text.replace(f"PORT{number}", str(self.port + number))
        self.settings.write_text(text.replace("PORT", str(self.port)))
        self.script = checkout / "infra" / "kafka" / "broker"
        subprocess.run([self.script, "--fetch"], check=True)
        self.start()

    def start(self) -> None:
        """Starts it, again after `stop`, with the same folder and port."""
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [self.script, self.data, str(self.port), self.settings],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        end = time.monotonic() + LONGEST_START_SECONDS
        while not _answers(self.port):
            if self.process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise BenchmarkError(self.log.read_text(errors="replace"))
            time.sleep(POLL_SECONDS)

    def __enter__(self) -> "Broker":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Kills it."""
        self.process.kill()
        self.process.wait()

    def send(self, topic: str, partitions: int, first: int, count: int) -> None:
        """Sends messages of about 200 bytes, with ids from the first on; 0 makes the topic."""
        self._run("Send", topic, partitions, first, count)

    def create(self, topic: str, partitions: int) -> None:
        """Creates a topic that is compacted."""
        self._run("Create", topic, partitions)

    def read(self, topic: str) -> tuple[dict[str, str], int]:
        """The newest committed value of each key, and how many messages there are."""
        *rows, total = self._run("Read", topic).splitlines()
        return dict(row.split("\t", 1) for row in rows), int(total.split()[0])

    def _run(self, program: str, *arguments: str | int) -> str:
        jars = self.checkout / "build" / "kafka" / "jars"
        file = self.checkout / "infra" / "kafka" / f"{program}.java"
        command = ["java", "-Xmx512m", "-cp", f"{jars}/*", str(file), self.servers]
        command += [str(argument) for argument in arguments]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def _free_port() -> int:
    """One that is free, as are the two after it."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port: int = server.getsockname()[1]
        if port < 65_000 and not any(_answers(each) for each in (port, port + 1, port + 2)):
            return port


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1):
            return True
    except OSError:
        return False
