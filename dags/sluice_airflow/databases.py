"""The databases that a pipeline's exports name: are their addresses known, and do they answer?"""

import os
import re
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

_REFERENCE = re.compile(r"\$\{([^}]*)}")
_URL = re.compile(r"jdbc:postgresql://([^/?]+)")
_DEFAULT_PORT = 5432
_TIMEOUT_SECONDS = 5


@dataclass(frozen=True)
class Database:
    """Where an export goes, as its file has it."""

    file: str
    url: str
    variables: frozenset[str]


def exported_to(folder: Path) -> list[Database]:
    """Of every export that can be read; of another one the job says what is wrong."""
    databases = []
    for path in sorted((folder / "exports").glob("*.yaml")):
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError):
            continue
        target = content.get("postgresql") if isinstance(content, dict) else None
        if isinstance(target, dict) and isinstance(target.get("url"), str):
            texts = [value for value in target.values() if isinstance(value, str)]
            variables = frozenset(name for text in texts for name in _REFERENCE.findall(text))
            databases.append(Database(f"exports/{path.name}", target["url"], variables))
    return databases


def unknown_variables(
    databases: Iterable[Database], environment: Mapping[str, str] = os.environ
) -> list[str]:
    """Problems, each with its remedy: without a value nothing can be sent."""
    return [
        f"Cannot send what {database.file} names: the environment has no {name}; set it for Airflow"
        for database in databases
        for name in sorted(database.variables)
        if name not in environment
    ]


def unreachable(
    databases: Iterable[Database], environment: Mapping[str, str] = os.environ
) -> list[str]:
    """What doesn't answer, by host and port alone: an URL may hold more than may be shown."""
    lines = []
    for database in databases:
        if not set(_REFERENCE.findall(database.url)) <= environment.keys():
            continue
        url = _REFERENCE.sub(lambda name: environment[name.group(1)], database.url)
        match = _URL.match(url)
        # Of several hosts the driver takes one that answers.
        if match is None or "," in match.group(1):
            continue
        host, port = _address(match.group(1))
        try:
            with socket.create_connection((host, port), timeout=_TIMEOUT_SECONDS):
                pass
        except OSError as error:
            lines.append(
                f"Cannot reach PostgreSQL at {host}:{port} for {database.file}: "
                f"{error.strerror or error}; see that it runs and that this machine may connect"
            )
    return lines


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit():
        return text.strip("[]"), _DEFAULT_PORT
    return host.strip("[]"), int(port)
