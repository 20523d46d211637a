"""What a pipeline's exports name outside: are its variables known, and do its databases answer?"""

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
class Outside:
    """Where an export goes, as its file has it; the URL is empty where it is no database."""

    file: str
    url: str
    variables: frozenset[str]


def exported_to(folder: Path) -> list[Outside]:
    """Of every export that can be read; of another one the job says what is wrong."""
    places = []
    for path in sorted((folder / "exports").glob("*.yaml")):
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError):
            continue
        found = content if isinstance(content, dict) else {}
        target = found.get("postgresql") or found.get("kafka")
        if isinstance(target, dict):
            texts = [value for value in target.values() if isinstance(value, str)]
            variables = frozenset(name for text in texts for name in _REFERENCE.findall(text))
            url = str(target.get("url") or "")
            places.append(Outside(f"exports/{path.name}", url, variables))
    return places


def unknown_variables(
    places: Iterable[Outside], environment: Mapping[str, str] = os.environ
) -> list[str]:
    """Problems, each with its remedy: without a value nothing can be sent."""
    return [
        f"Cannot send what {place.file} names: the environment has no {name}; set it for Airflow"
        for place in places
        for name in sorted(place.variables)
        if name not in environment
    ]


def unreachable(
    places: Iterable[Outside], environment: Mapping[str, str] = os.environ
) -> list[str]:
    """What doesn't answer, by host and port alone: an URL may hold more than may be shown."""
    lines = []
    for place in places:
        if not set(_REFERENCE.findall(place.url)) <= environment.keys():
            continue
        url = _REFERENCE.sub(lambda name: environment[name.group(1)], place.url)
        match = _URL.match(url)
        # Of several hosts the driver takes one that answers.
        if match is None or "," in match.group(1):
            continue
        host, port = _address(match.group(1))
        try:
            with socket.create_connection((host, port), timeout=_TIMEOUT_SECONDS):
                pass
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or error
            lines.append(
                f"Cannot reach PostgreSQL at {host}:{port} for {place.file}: {why}; "
                "see that it runs and that this machine may connect"
            )
    return lines


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit():
        return text.strip("[]"), _DEFAULT_PORT
    return host.strip("[]"), int(port)
