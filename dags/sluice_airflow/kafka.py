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
    """One problem where none of the brokers answers that a pipeline's topics are on."""
    servers = _servers(folder, environment)
    reasons = []
    for server in servers:
        host, _, port = server.rpartition(":")
        try:
            with socket.create_connection((host.strip("[]"), int(port)), LONGEST_WAIT_SECONDS):
                return []
        except (OSError, ValueError, OverflowError) as error:
            reasons.append(f"{server} ({error})")
    if not servers:
        return []
    return [
        f"Cannot reach Kafka at {', '.join(reasons)}; start the broker, or correct "
        "bootstrap-servers in pipeline.yaml or SLUICE_KAFKA_BOOTSTRAP_SERVERS"
    ]


def _servers(folder: Path, environment: Mapping[str, str]) -> list[str]:
    """As the job has it: the environment wins, then the properties file. None where that is land's
    to complain of."""
    try:
        content: Any = yaml.safe_load((folder / "pipeline.yaml").read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError):
        return []
    source = source_of(content) if isinstance(content, dict) else {}
    if source.get("format") != "kafka":
        return []
    settings = environment.get("SLUICE_KAFKA_SETTINGS") or _text(source, "settings", environment)
    found = (
        environment.get("SLUICE_KAFKA_BOOTSTRAP_SERVERS")
        or _setting(settings)
        or _text(source, "bootstrap-servers", environment)
    )
    return [server.strip() for server in found.split(",") if server.strip()]


def _text(source: Mapping[str, Any], key: str, environment: Mapping[str, str]) -> str:
    return _REFERENCE.sub(
        lambda reference: environment.get(reference.group(1), ""), str(source.get(key) or "")
    )


def _setting(file: str) -> str:
    """The servers that a properties file names, if it does."""
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines() if file else []
    except (OSError, UnicodeDecodeError):
        return ""
    found = [match.group(1) for match in map(_SETTING.fullmatch, lines) if match]
    return found[-1] if found else ""
