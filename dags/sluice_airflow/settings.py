"""Where things are. Every place has a default within this checkout and a variable that changes it.

An unpacked release counts as a checkout.

SLUICE_DATA    folder or URI of the data (default: data)
SLUICE_SQL     folder of the pipelines (default: sql); a local folder, as the DAGs are made from it
SLUICE_JAR     the jobs' jar (default: jobs/target/sluice-jobs.jar, in a release lib/…)
SPARK_HOME     a Spark 3.5 installation (default: the one in .venv/spark)
SLUICE_DRIVER_MEMORY, SLUICE_JAVA_OPTS, SLUICE_TUNING    as for ./sluice, see ./sluice --help
SLUICE_SPARK_PROPERTIES    a file with settings of Spark, as spark-submit takes it (default: none)

The Spark master comes from the Airflow connection spark_default.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")

CHECKOUT = Path(__file__).resolve().parents[2]
CONNECTION = "spark_default"
POOL = "sluice"

# As infra/launch/places.sh has it: only a release has lib/, and it has no Makefile.
if (CHECKOUT / "lib").is_dir():
    _JAR = CHECKOUT / "lib" / "sluice-jobs.jar"
    GET_JAR = "unpack the release again"
    GET_SPARK = f"run {CHECKOUT}/infra/make-environment spark Spark"
else:
    _JAR = CHECKOUT / "jobs" / "target" / "sluice-jobs.jar"
    GET_JAR = "run make jar"
    GET_SPARK = "run make spark"


@dataclass(frozen=True)
class Settings:
    """What the environment says."""

    data: str
    sql: Path
    jar: Path
    spark_home: Path | None
    spark_submit: Path
    driver_memory: str
    spark_properties: str | None = None

    @staticmethod
    def from_environment(environment: Mapping[str, str] = os.environ) -> "Settings":
        """A variable that is set to nothing counts as not set."""

        def value(name: str, default: object) -> str:
            return environment.get(name, "").strip() or str(default)

        spark_home = environment.get("SPARK_HOME", "").strip()
        return Settings(
            data=value("SLUICE_DATA", CHECKOUT / "data"),
            sql=Path(value("SLUICE_SQL", CHECKOUT / "sql")).absolute(),
            jar=Path(value("SLUICE_JAR", _JAR)),
            spark_home=Path(spark_home) if spark_home else _installed_spark(),
            spark_submit=CHECKOUT / "infra" / "spark-submit",
            driver_memory=value("SLUICE_DRIVER_MEMORY", "2g"),
            spark_properties=value("SLUICE_SPARK_PROPERTIES", "") or None,
        )


def local_path(uri: str) -> Path | None:
    """The folder that a URI of the data names on this machine; None where it is elsewhere."""
    scheme = _SCHEME.match(uri)
    if scheme and scheme.group(1) != "file":
        return None
    return Path(re.sub(r"^file:(//)?", "", uri))


def _installed_spark() -> Path | None:
    environment = CHECKOUT / ".venv" / "spark"
    # The note of what was installed is written last: without it the installation is not whole.
    if not (environment / "installed.txt").exists():
        return None
    return next(environment.glob("lib/python3.*/site-packages/pyspark"), None)
