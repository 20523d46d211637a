"""Links and notes of a task, and the login for those that need Airflow's API."""

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from airflow.sdk import BaseOperator, BaseOperatorLink, Context

from sluice_airflow.airflow_api import ApiError, call
from sluice_airflow.links import SECTIONS, HistoryLink, ReportLink, RunbookLink
from sluice_airflow.report_page import LONGEST, markdown, show
from sluice_airflow.settings import CHECKOUT

REPORT = {
    "job": "transform",
    "pipeline": "shop",
    "run_id": "r1",
    "verdict": "RUN",
    "verdict_detail": "5 files in 1 batch",
    "outcome": "succeeded",
    "exit_code": 0,
    "started_at": "2026-11-20T03:00:01.250Z",
    "rows_read": 10,
    "rows_written": 9,
    "rows_quarantined": 1,
    "touched_dates": ["2026-11-19"],
}


def link(kind: type[BaseOperatorLink], xcom: dict[str, Any]) -> str:
    ti = SimpleNamespace(
        dag_id="shop",
        run_id="manual__2026-11-20T03:00:00+00:00",
        task_id="transform",
        xcom_pull=lambda key: xcom.get(key),
    )
    return kind().get_link(cast("BaseOperator", None), ti_key=cast("Any", ti))


@pytest.fixture(autouse=True)
def airflow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW__API__BASE_URL", "http://airflow/")


def test_a_report_is_in_airflow_and_where_the_data_folder_can_be_browsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = "http://airflow/dags/shop/runs/manual__2026-11-20T03%3A00%3A00%2B00%3A00/tasks/transform"
    assert link(ReportLink, {"report": REPORT}) == f"{here}/xcom"
    monkeypatch.setenv("SLUICE_REPORTS_URL", "http://files/data/")
    assert link(ReportLink, {"report": REPORT}) == (
        "http://files/data/shop/runs/20261120T030001Z-transform-r1.json"
    )
    assert link(ReportLink, {}) == f"{here}/xcom"


@pytest.mark.parametrize(
    ("report", "section"),
    [
        ({"exit_code": 1}, "#exit-code-1-failed"),
        ({"exit_code": 3}, "#exit-code-3-from-transform-a-batch-was-refused"),
        (
            {"exit_code": 3, "job": "quality"},
            "#exit-code-3-from-quality-published-and-not-good",
        ),
        ({}, ""),
    ],
)
def test_the_runbook_opens_at_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, report: dict[str, Any], section: str
) -> None:
    assert link(RunbookLink, {"report": REPORT | report}) == "http://airflow/dags/shop"
    monkeypatch.setenv("SLUICE_DOCS_URL", "http://git/sluice/docs")
    expected = f"http://git/sluice/docs/runbook.md{section}"
    assert link(RunbookLink, {"report": REPORT | report}) == expected


def test_the_runbook_has_these_sections() -> None:
    text = (CHECKOUT / "docs" / "runbook.md").read_text(encoding="utf-8")
    anchors = {
        re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^## (.*)$", text, re.MULTILINE)
    }
    assert set(SECTIONS.values()) - anchors == set()


def test_spark_history_is_linked_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    xcom = {"spark_application": "app-20261120-0001"}
    assert link(HistoryLink, xcom) == ""
    monkeypatch.setenv("SLUICE_SPARK_HISTORY_URL", "http://history:18080")
    assert link(HistoryLink, xcom) == "http://history:18080/history/app-20261120-0001/"
    assert link(HistoryLink, {}) == "http://history:18080"


def test_a_page_has_what_on_call_wants_to_know() -> None:
    checks = [
        {"name": "gaps", "severity": "fail", "violations": 2},
        {"name": "rare", "severity": "warn", "violations": 0},
    ]
    failed = {"outcome": "gate_failed", "message": "it rains", "next_step": "wait"}
    assert markdown(REPORT | failed | {"checks": checks}) == (
        "**GATE FAILED: 10 rows read, 9 written, 0 duplicate, 1 quarantined, 1 of 2 checks hold, "
        "violated: gaps**\n\n`RUN 5 files in 1 batch`\n\n*message:* it rains\n\n"
        "*next step:* wait\n\n| check | severity | violations |\n|---|---|---|\n"
        "| gaps | fail | 2 |\n\n*touched dates:* 2026-11-19"
    )
    assert len(markdown(REPORT | {"message": "x" * 2000})) == LONGEST


class Api:
    """An Airflow that knows one user, and notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Any]] = []
        api = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length) or b"null")
                api.asked.append((self.command, self.path, body))
                status = 200
                said: dict[str, str] = {}
                if self.path == "/auth/token":
                    known = body == {"username": "ops", "password": "s3cret"}
                    status, said = (201, {"access_token": "good"}) if known else (401, {})
                elif self.headers.get("Authorization") != "Bearer good":
                    status = 401
                self.send_response(status)
                self.end_headers()
                self.wfile.write(json.dumps(said).encode())

            do_GET = do_POST = do_PATCH = answer  # noqa: N815

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    api = Api()
    monkeypatch.setenv("AIRFLOW__API__BASE_URL", f"http://127.0.0.1:{api.server.server_port}/")
    thread = threading.Thread(target=api.server.serve_forever)
    thread.start()
    yield api
    api.server.shutdown()
    api.server.server_close()
    thread.join()


def test_airflow_is_asked_with_the_login_that_the_environment_names(
    api: Api, tmp_path: Path
) -> None:
    token, password = tmp_path / "token", tmp_path / "password"
    token.write_text("good\n")
    password.write_text("s3cret\n")
    by_password = {
        "SLUICE_AIRFLOW_USER": "ops",
        "SLUICE_AIRFLOW_PASSWORD_FILE": str(password),
    }
    for environment in (
        {"SLUICE_AIRFLOW_TOKEN": "good"},
        {"SLUICE_AIRFLOW_TOKEN_FILE": str(token), "SLUICE_AIRFLOW_TOKEN": "old"},
        by_password,
    ):
        assert call("GET", "/pools/sluice", environment=environment).status_code == 200
    assert [path for _, path, _ in api.asked].count("/auth/token") == 1

    password.write_text("other")
    for environment, why in (
        ({}, "/api/v2/pools/sluice answers with status 401; set SLUICE_AIRFLOW_TOKEN_FILE, or "),
        (by_password, "/auth/token answers with status 401; correct SLUICE_AIRFLOW_USER, or "),
        ({"SLUICE_AIRFLOW_TOKEN_FILE": "/no/such"}, "/api/v2/pools/sluice can't be asked: "),
    ):
        with pytest.raises(ApiError, match=re.escape(why)):
            call("GET", "/pools/sluice", environment=environment)


def test_a_report_becomes_the_note_of_its_task(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    ti = SimpleNamespace(dag_id="shop", run_id="a+b", task_id="transform")
    context = cast("Context", {"ti": ti})
    show(context, REPORT)
    assert api.asked == []
    monkeypatch.setenv("SLUICE_AIRFLOW_TOKEN", "good")
    show(context, REPORT)
    path = "/api/v2/dags/shop/dagRuns/a%2Bb/taskInstances/transform?update_mask=note"
    assert api.asked == [("PATCH", path, {"note": markdown(REPORT)})]
    # A login that is refused is no reason to fail.
    monkeypatch.setenv("SLUICE_AIRFLOW_TOKEN", "bad")
    show(context, REPORT)
