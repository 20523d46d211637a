"""What a job needs on this machine. Every function returns problems, each with its remedy."""

import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from sluice_airflow.settings import GET_JAR, GET_SPARK

_SPARK_CORE = re.compile(r"spark-core_[\d.]+-(\d+\.\d+)\..*\.jar")
_JAVA_VERSION = re.compile(r'^JAVA_VERSION="(\d+)', re.MULTILINE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")

_SPARK_REMEDY = f"{GET_SPARK}, or set SPARK_HOME to a Spark 3.5 installation"
_JAVA_REMEDY = "install JDK 17, or set JAVA_HOME to one, for Airflow"


def spark_problems(home: Path | None) -> list[str]:
    """Spark's version is read from the names of its jars."""
    if home is None:
        return [f"Cannot find Spark: SPARK_HOME is not set; {_SPARK_REMEDY}"]
    spark_submit = home / "bin" / "spark-submit"
    if not os.access(spark_submit, os.X_OK):
        return [f"Cannot find Spark: {spark_submit} is no program; {_SPARK_REMEDY}"]
    names = [_SPARK_CORE.fullmatch(jar.name) for jar in (home / "jars").glob("spark-core_*.jar")]
    versions = sorted(name.group(1) for name in names if name)
    if versions != ["3.5"]:
        found = " and ".join(versions) or "of no known version"
        return [f"Cannot use Spark in {home}: it is {found}, not 3.5; {_SPARK_REMEDY}"]
    return []


def java_problems(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Java's version is read from its file `release`, where it has one."""
    home = environment.get("JAVA_HOME")
    java = shutil.which(f"{home}/bin/java" if home else "java", path=environment.get("PATH"))
    if java is None:
        where = f"JAVA_HOME is {home}" if home else "there is no java on the PATH"
        return [f"Cannot find Java: {where}; {_JAVA_REMEDY}"]
    release = Path(java).resolve().parents[1] / "release"
    version = _JAVA_VERSION.search(release.read_text()) if release.is_file() else None
    if version and version.group(1) != "17":
        return [f"Cannot use {java}: it is Java {version.group(1)}, not 17; {_JAVA_REMEDY}"]
    return []


def jar_problems(jar: Path) -> list[str]:
    if jar.is_file():
        return []
    return [f"Cannot find the jobs' jar: there is no {jar}; {GET_JAR}, or set SLUICE_JAR"]


def sql_problems(folder: Path) -> list[str]:
    if folder.is_dir():
        return []
    return [
        f"Cannot find the pipeline: there is no folder {folder} on this machine; "
        "put it there, or set SLUICE_SQL"
    ]


def local_folder(data: str) -> Path | None:
    """The folder of the data; None where it is on storage elsewhere."""
    scheme = _SCHEME.match(data)
    if scheme and scheme.group(1) != "file":
        return None
    return Path(re.sub(r"^file:(//)?", "", data))


def data_problems(data: str, pipeline: str) -> list[str]:
    """Whether this process can write there; only a job can tell about storage elsewhere."""
    place = local_folder(data)
    if place is None:
        return []
    folder = place / pipeline
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # A name with a dot in front: nothing takes it for data.
        with tempfile.TemporaryFile(prefix=".preflight-", dir=folder):
            return []
    except OSError as error:
        return [
            f"Cannot write to {folder}: {error.strerror}; "
            "give Airflow's user the right to write there, or set SLUICE_DATA"
        ]
