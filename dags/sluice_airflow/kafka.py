"""Whether a broker of Kafka answers, asked without a JVM and without logging in."""

import os
import re
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from sluice_airflow.folders import source_of

LONGEST_WAIT_SECONDS = 5
_SETTING = re.compile(r"\s*bootstrap\.servers\s*[=:]\s*(.*?)\s*")
_REFERENCE = re.compile(r"\$\{([^}]*)}")


def broker_problems(folder: Path, environment: Mapping[str, str] = os.environ) -> list[str]:
    """One problem for each file of a pipeline that names brokers none of which answers."""
    problems = []
    for file, section in _sections(folder).items():
        servers = _servers(section, environment)
        reasons = _refusals(servers)
        if servers and len(reasons) == len(servers):
            problems.append(
                f"Cannot reach Kafka at {', '.join(reasons)}; start the broker, or correct "
                f"bootstrap-servers in {file} or SLUICE_KAFKA_BOOTSTRAP_SERVERS"
            )
    return problems


def _refusals(servers: list[str]) -> list[str]:
    """Why servers don't answer; it asks no more once one does."""
    reasons = []
    for server in servers:
        host, _, port = server.rpartition(":")
        try:
            with socket.create_connection((host.strip("[]"), int(port)), LONGEST_WAIT_SECONDS):
                break
        except (OSError, ValueError, OverflowError) as error:
            reasons.append(f"{server} ({error})")
    return reasons


def _sections(folder: Path) -> dict[str, Mapping[str, Any]]:
    """By file where topics come from and go to. What can't be read is the jobs' to complain of."""
    sections = {}
    source = source_of(_content(folder / "pipeline.yaml"))
    if source.get("format") == "kafka":
        sections["pipeline.yaml"] = source
    for path in sorted((folder / "exports").glob("*.yaml")):
        target = _content(path).get("kafka")
        if isinstance(target, dict):
            sections[f"exports/{path.name}"] = target
    return sections


def _content(file: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError):
        return {}
    return content if isinstance(content, dict) else {}


def _servers(section: Mapping[str, Any], environment: Mapping[str, str]) -> list[str]:
    """As the job has it: the environment wins, then the properties file."""
    settings = environment.get("SLUICE_KAFKA_SETTINGS") or _text(section, "settings", environment)
    found = (
        environment.get("SLUICE_KAFKA_BOOTSTRAP_SERVERS")
        or _setting(settings)
        or _text(section, "bootstrap-servers", environment)
    )
    return [server.strip() for server in found.split(",") if server.strip()]


def _text(section: Mapping[str, Any], key: str, environment: Mapping[str, str]) -> str:
    return _REFERENCE.sub(
        lambda reference: environment.get(reference.group(1), ""), str(section.get(key) or "")
    )


def _setting(file: str) -> str:
    """The servers that a properties file names, if it does."""
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines() if file else []
    except (OSError, UnicodeDecodeError):
        return ""
    found = [match.group(1) for match in map(_SETTING.fullmatch, lines) if match]
    return found[-1] if found else ""
