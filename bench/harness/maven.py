"""Jars of peers, from Maven Central, with their checksums."""

import hashlib
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .process import BenchmarkError

COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"


@dataclass(frozen=True)
class Jar:
    group: str
    artifact: str
    version: str
    sha256: str

    def fetch(self, folder: Path) -> Path:
        """The jar in that folder; downloaded where it isn't there."""
        if not self.file(folder).exists():
            coordinates = f"{self.group}:{self.artifact}:{self.version}"
            print(f"fetching {coordinates} ...", flush=True)
            options = [f"-Dartifact={coordinates}", f"-DoutputDirectory={folder}"]
            subprocess.run(["mvn", "-B", "-q", COPY, *options], check=True)
        return self.verified(folder)

    def file(self, folder: Path) -> Path:
        return folder / f"{self.artifact}-{self.version}.jar"

    def verified(self, folder: Path) -> Path:
        """The jar in that folder, which is there, and is the one that was meant."""
        jar = self.file(folder)
        found = hashlib.sha256(jar.read_bytes()).hexdigest()
        if found != self.sha256:
            raise BenchmarkError(
                f"Cannot use {jar}: its SHA-256 is {found}, not {self.sha256}; delete it and rerun"
            )
        return jar
