"""A broker of Kafka is asked before any JVM starts."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from sluice_airflow.kafka import broker_problems


@pytest.fixture
def listening() -> Iterator[str]:
    """Where something answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def closed() -> str:
    """Where nothing does."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


def pipeline(folder: Path, *lines: str) -> Path:
    source = "".join(f"  {line}\n" for line in lines)
    (folder / "pipeline.yaml").write_text(f"source:\n{source}")
    return folder


def test_one_broker_that_answers_is_enough(tmp_path: Path, listening: str, closed: str) -> None:
    servers = f"bootstrap-servers: '{closed}, {listening}'"
    assert broker_problems(pipeline(tmp_path, "format: kafka", servers), {}) == []


def test_names_those_that_do_not_answer(tmp_path: Path, closed: str) -> None:
    folder = pipeline(tmp_path, "format: kafka", f"bootstrap-servers: {closed}")
    (problem,) = broker_problems(folder, {})
    assert problem.startswith(f"Cannot reach Kafka at {closed} (")
    assert problem.endswith(
        "; start the broker, or correct bootstrap-servers in pipeline.yaml or "
        "SLUICE_KAFKA_BOOTSTRAP_SERVERS"
    )


def test_looks_where_the_job_looks(tmp_path: Path, listening: str, closed: str) -> None:
    settings = tmp_path / "kafka.properties"
    settings.write_text(f"# a comment\nbootstrap.servers = {listening}\nsasl.mechanism=PLAIN\n")
    folder = pipeline(
        tmp_path, "format: kafka", f"bootstrap-servers: {closed}", f"settings: {settings}"
    )
    assert broker_problems(folder, {}) == []
    assert len(broker_problems(folder, {"SLUICE_KAFKA_BOOTSTRAP_SERVERS": closed})) == 1

    folder = pipeline(tmp_path, "format: kafka", "bootstrap-servers: ${BROKER}")
    assert broker_problems(folder, {"BROKER": listening}) == []


def test_asks_nobody_for_a_pipeline_of_files(tmp_path: Path, closed: str) -> None:
    folder = pipeline(tmp_path, "format: csv", f"bootstrap-servers: {closed}")
    assert broker_problems(folder, {}) == []
