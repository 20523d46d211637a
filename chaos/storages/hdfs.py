"""HDFS with one data node, by the cluster that Hadoop has for its own tests."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from harness.maven import Jar

from .programs import JARS, java, started

CLUSTER = [
    Jar(
        "org.apache.hadoop",
        "hadoop-client-minicluster",
        "3.3.4",
        "cd8a1703393946c302bb3a52d0fcd23f6f8ded4554bc0dac5d2ee673dbe2b40e",
    ),
    # What its classes name, though nothing of it is used.
    Jar(
        "junit",
        "junit",
        "4.13.2",
        "8e495b634469d64fb8acfa3495a065cbacc8a0fff55ce1e31007be4c16dc57d3",
    ),
    Jar(
        "org.mockito",
        "mockito-core",
        "3.12.4",
        "75d4b14ba7aef836e92ba7b2d53ca7d6b215dd7db5625afbc39252f1358835fe",
    ),
]


class Hdfs:
    """Starts with an empty file system; `stop` ends it."""

    def __init__(self, folder: Path) -> None:
        # The shell doesn't start without one.
        (folder / "core-site.xml").write_text("<configuration/>")
        self.folder = folder
        details = folder / "details.json"
        jars = [jar.fetch(JARS) for jar in CLUSTER]
        command = java(jars, f"-Dtest.build.data={folder / 'hdfs'}")
        command += ["org.apache.hadoop.test.MiniDFSClusterManager", "-datanodes", "1", "-format"]
        self.process = started(
            [*command, "-writeDetails", details], folder / "hdfs.log", lambda: _has_json(details)
        )
        port = json.loads(details.read_text())["namenode_port"]
        self.root = f"hdfs://127.0.0.1:{port}"

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def put(self, files: Sequence[Path], folder: str) -> None:
        """Copies files into a folder, which it makes, with their times."""
        self._shell("-mkdir", "-p", self.root + folder)
        self._shell("-put", "-p", *files, self.root + folder)

    def get(self, folder: str, to: Path) -> None:
        """Copies what is in a folder into a local one, which it makes."""
        to.parent.mkdir(parents=True, exist_ok=True)
        self._shell("-get", self.root + folder, to)

    def _shell(self, *arguments: str | Path) -> None:
        command = java([self.folder], "org.apache.hadoop.fs.FsShell", *arguments)
        subprocess.run(command, check=True)


def _has_json(details: Path) -> bool:
    try:
        return bool(json.loads(details.read_text()))
    except (OSError, ValueError):
        return False
