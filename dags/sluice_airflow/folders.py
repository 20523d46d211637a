"""What Python reads of a pipeline's folder: when and how it runs, where its rows come from, what it
publishes, and whether it sends some."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from airflow.sdk import Asset

from sluice_airflow.assets import asset_of
from sluice_airflow.schedule import Schedule

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_RELATION = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_REFERENCE = re.compile(r"\$\{([^}]*)}")


@dataclass(frozen=True)
class PipelineFolder:
    """A pipeline as Airflow sees it. The jobs read the rest, and say what is wrong with it."""

    name: str
    schedule: Schedule | None
    has_generate: bool
    has_topics: bool
    has_exports: bool
    in_one_task: bool
    """Whether transform, aggregate and quality run as one."""
    publishes: tuple[Asset, ...]
    reads: tuple[Asset, ...]
    """Relations of other pipelines."""

    @staticmethod
    def read(folder: Path, environment: Mapping[str, str] = os.environ) -> "PipelineFolder":
        """Raises a ValueError that says what is wrong and how to mend it."""
        file = folder / "pipeline.yaml"
        content = _content(file)
        has_topics = source_of(content).get("format") == "kafka"
        reads = _others(content, environment)
        return PipelineFolder(
            name=folder.name,
            schedule=_schedule(content, file, environment, reads_others=bool(reads)),
            has_generate=(folder / "generate.sql").is_file() and not has_topics,
            has_topics=has_topics,
            has_exports=any((folder / "exports").glob("*.yaml")),
            in_one_task=_in_one_task(content, file, environment),
            publishes=tuple(_relations(folder, content, environment)),
            reads=tuple(reads),
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


def _schedule(
    content: Mapping[str, Any], file: Path, environment: Mapping[str, str], *, reads_others: bool
) -> Schedule | None:
    schedule = content.get("schedule")
    if schedule is None:
        return None
    values = schedule if isinstance(schedule, list) else [schedule]
    for value in values:
        if not isinstance(value, str):
            raise ValueError(
                f"Cannot use schedule in {file}: it is {value!r}, not a text; "
                'write schedule: "@hourly" or a cron expression in quotes'
            )
    filled = [_filled(value, "schedule", file, environment) for value in values]
    return Schedule.of(filled, file, reads_others=reads_others)


def _in_one_task(content: Mapping[str, Any], file: Path, environment: Mapping[str, str]) -> bool:
    airflow = content.get("airflow")
    tasks = airflow.get("tasks", "three") if isinstance(airflow, dict) else "three"
    filled = _filled(tasks, "airflow.tasks", file, environment) if isinstance(tasks, str) else tasks
    if filled not in ("three", "one"):
        raise ValueError(
            f"Cannot use airflow.tasks in {file}: it is {filled!r}; write three or one"
        )
    return filled == "one"


def _relations(
    folder: Path, content: Mapping[str, Any], environment: Mapping[str, str]
) -> Iterator[Asset]:
    """The transformed table and the aggregations. Where a name can't be one, the job says so."""
    files = sorted((folder / "aggregations").glob("*.sql"))
    for name in (content.get("table"), *(file.stem for file in files)):
        filled = _REFERENCE.sub(lambda it: environment.get(it.group(1), ""), str(name))
        if _RELATION.fullmatch(filled):
            yield asset_of(folder.name, filled)


def _others(content: Mapping[str, Any], environment: Mapping[str, str]) -> list[Asset]:
    references = content.get("references")
    found = []
    for each in references.values() if isinstance(references, dict) else ():
        if isinstance(each, dict) and {"pipeline", "relation"} <= each.keys():
            names = [
                _REFERENCE.sub(lambda it: environment.get(it.group(1), ""), str(each[key]))
                for key in ("pipeline", "relation")
            ]
            found.append(asset_of(*names))
    return sorted(set(found), key=lambda asset: asset.uri)


def _filled(text: str, key: str, file: Path, environment: Mapping[str, str]) -> str:
    missing = [name for name in _REFERENCE.findall(text) if name not in environment]
    if missing:
        raise ValueError(
            f"Cannot use {key} in {file}: the environment has no {', '.join(missing)}; "
            "set it for Airflow"
        )
    return _REFERENCE.sub(lambda reference: environment[reference.group(1)], text)
