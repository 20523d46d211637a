"""Preflight knows the databases of exports, and shows no more of them than host and port."""

import socket
from pathlib import Path

import pytest

from sluice_airflow.databases import Outside, exported_to, unknown_variables, unreachable


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "a.yaml").write_text(
        "relation: daily\n"
        "postgresql: {url: '${DB_URL}', user: '${DB_USER}', password: '${DB_PASSWORD}', table: t}\n"
    )
    (exports / "b.yaml").write_text("relation: daily\nfile: {path: /out/daily.csv}\n")
    (exports / "c.yaml").write_text("relation: [\n")
    (exports / "d.yaml").write_text("kafka: {topic: t, key: [k], bootstrap-servers: '${KAFKA}'}\n")
    return tmp_path


def test_finds_what_exports_name(folder: Path) -> None:
    assert exported_to(folder) == [
        Outside("exports/a.yaml", "${DB_URL}", frozenset({"DB_URL", "DB_USER", "DB_PASSWORD"})),
        Outside("exports/d.yaml", "", frozenset({"KAFKA"})),
    ]
    assert exported_to(folder / "none") == []


def test_names_variables_that_are_not_set(folder: Path) -> None:
    assert unknown_variables(exported_to(folder), {"DB_URL": "x", "DB_USER": ""}) == [
        "Cannot send what exports/a.yaml names: the environment has no DB_PASSWORD; "
        "set it for Airflow",
        "Cannot send what exports/d.yaml names: the environment has no KAFKA; set it for Airflow",
    ]


def test_tries_to_connect(folder: Path) -> None:
    databases = exported_to(folder)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        url = f"jdbc:postgresql://{address}/shop?password=canary"
        assert unreachable(databases, {"DB_URL": url}) == []
    assert unreachable(databases, {"DB_URL": url}) == [
        f"Cannot reach PostgreSQL at {address} for exports/a.yaml: Connection refused; "
        "see that it runs and that this machine may connect"
    ]
    assert unreachable(databases, {}) == []
