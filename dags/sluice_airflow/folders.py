"""What Python reads of a pipeline's folder: when it runs, where its rows come from, and whether it
sends some."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_REFERENCE = re.compile(r"\$\{([^}]*)}")


@dataclass(frozen=True)
class PipelineFolder:
    """A pipeline as Airflow sees it. The jobs read the rest, and say what is wrong with it."""

    name: str
    schedule: str | None
    has_generate: bool
    has_topics: bool
    has_exports: bool

    @staticmethod
    def read(folder: Path, environment: Mapping[str, str] = os.environ) -> "PipelineFolder":
        """Raises a ValueError that says what is wrong and how to mend it."""
        file = folder / "pipeline.yaml"
        content = _content(file)
        has_topics = source_of(content).get("format") == "kafka"
        return PipelineFolder(
            name=folder.name,
            schedule=_schedule(content.get("schedule"), file, environment),
            has_generate=(folder / "generate.sql").is_file() and not has_topics,
            has_topics=has_topics,
            has_exports=any((folder / "exports").glob("*.yaml")),
        )


def pipeline_folders(sql: Path) -> list[Path]:
    """The folders that have a pipeline's name."""
    if not sql.is_dir():
        raise ValueError(
            f"Cannot make the DAGs: there is no folder {sql}; "
            "set SLUICE_SQL to the local folder of the pipelines"
        )
    return sorted(path for path in sql.iterdir() if path.is_dir() and _NAME.fullmatch(path.name))


def good_folders(sql: Path) -> list[PipelineFolder]:
    """The pipelines that have a DAG of their own; one that is broken shows that in its DAG."""
    found = []
    for folder in pipeline_folders(sql):
        try:
            read = PipelineFolder.read(folder)
        except ValueError:
            continue
        if read.schedule is not None:
            found.append(read)
    return found


def source_of(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """The section `source` of pipeline.yaml; empty where it isn't one."""
    source = content.get("source")
    return source if isinstance(source, dict) else {}


def _content(file: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"Cannot read {file}: {error.strerror}; restore the file") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"Cannot read {file}: it is no YAML: {error}; mend it") from None
    if not isinstance(content, dict):
        raise ValueError(f"Cannot read {file}: it has no keys; write it as key: value lines")
    return content


def _schedule(schedule: object, file: Path, environment: Mapping[str, str]) -> str | None:
    if schedule is None:
        return None
    if not isinstance(schedule, str):
        raise ValueError(
            f"Cannot use schedule in {file}: it is {schedule!r}, not a text; "
            'write schedule: "@hourly" or a cron expression in quotes'
        )
    return _filled(schedule, file, environment)


def _filled(schedule: str, file: Path, environment: Mapping[str, str]) -> str:
    missing = [name for name in _REFERENCE.findall(schedule) if name not in environment]
    if missing:
        raise ValueError(
            f"Cannot use schedule in {file}: the environment has no {', '.join(missing)}; "
            "set it for Airflow"
        )
    return _REFERENCE.sub(lambda reference: environment[reference.group(1)], schedule)
