"""What Python reads of a pipeline's folder: when it runs, whether it makes rows or sends some."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_REFERENCE = re.compile(r"\$\{([^}]*)}")


@dataclass(frozen=True)
class PipelineFolder:
    """A pipeline as Airflow sees it. The jobs read the rest, and say what is wrong with it."""

    name: str
    schedule: str | None
    has_generate: bool
    has_exports: bool

    @staticmethod
    def read(folder: Path, environment: Mapping[str, str] = os.environ) -> "PipelineFolder":
        """Raises a ValueError that says what is wrong and how to mend it."""
        return PipelineFolder(
            name=folder.name,
            schedule=_schedule(folder / "pipeline.yaml", environment),
            has_generate=(folder / "generate.sql").is_file(),
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


def _schedule(file: Path, environment: Mapping[str, str]) -> str | None:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"Cannot read {file}: {error.strerror}; restore the file") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"Cannot read {file}: it is no YAML: {error}; mend it") from None
    if not isinstance(content, dict):
        raise ValueError(f"Cannot read {file}: it has no keys; write it as key: value lines")
    schedule = content.get("schedule")
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
