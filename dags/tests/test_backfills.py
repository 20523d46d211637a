"""Backfills: what is shown, what is asked, and what is applied then."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from airflow.models import DagRun
from airflow.providers.standard.exceptions import HITLTriggerEventError
from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.sdk import DAG, Context
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
from dag_tasks import fresh, jobs_of
from fake_spark import FakeSpark, step

from sluice_airflow.approval import ApprovalOfPlan
from sluice_airflow.plan import SHOWN_DATES, plan_text
from sluice_airflow.report import Report

ID = "plan-20261129T040000Z-3fa9c1"
FORM = {"from": "2026-11-18", "to": "2026-11-19", "all": False, "reason": "rule corrected"}
BY_ANNA = {"responded_by_user": {"id": "1", "name": "anna"}, "responded_at": datetime.now(UTC)}


def date_of(date: str, rows_old: int, rows_new: int) -> dict[str, Any]:
    return {
        "date": date,
        "rows_old": rows_old,
        "rows_new": rows_new,
        "only_old": max(0, rows_old - rows_new),
        "only_new": max(0, rows_new - rows_old),
        "duplicates_old": 1,
        "duplicates_new": 1,
        "quarantined_old": rows_new - rows_old,
        "quarantined_new": 0,
        "sums": {
            "amount_net": {"old": f"{rows_old}.50", "new": f"{rows_new}.50"},
            "discount": {"old": "1.00", "new": "1.00"},
        },
    }


def plan(*dates: dict[str, Any], columns: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "id": ID,
        "from": "2026-11-18",
        "to": "2026-11-19",
        "all": False,
        "files": 5,
        "dates": list(dates),
        "columns": list(columns),
        "expires_at": (datetime.now(UTC) + timedelta(days=6)).isoformat(),
    }


def report(planned: dict[str, Any] | None) -> Report:
    return {"plan": planned, "verdict_detail": "no file has such records"}


class Instance:
    """A task instance that knows XComs by task and key."""

    def __init__(self, **reports: Report) -> None:
        self.id = "ti"
        self.xcom: dict[tuple[str, str], Any] = {
            (task, "report"): of_task for task, of_task in reports.items()
        }

    def xcom_pull(self, task_ids: str, key: str) -> Any:
        return self.xcom.get((task_ids, key))

    def xcom_push(self, key: str, value: object) -> None:
        self.xcom["approve", key] = value


def context(instance: Instance, **form: object) -> Context:
    given = {"ti": instance, "params": FORM | {"approve": "ask"} | form}
    return cast("Context", given)


@pytest.fixture
def approve(monkeypatch: pytest.MonkeyPatch) -> ApprovalOfPlan:
    """The task that asks; it comes back at once, where Airflow would wait."""
    monkeypatch.setattr(ApprovalOperator, "execute", lambda *_: None)
    return ApprovalOfPlan(task_id="approve", pipeline="shop")


def test_a_plan_shows_old_and_new_of_each_date() -> None:
    dates = [date_of("2026-11-18", 90, 100), date_of("2026-11-19", 7, 7)]
    text = plan_text(plan(*dates, columns=("a|b is new",)), "a *bold* reason\n# no")
    lines = text.splitlines()
    assert "**Reason:** a \\*bold\\* reason \\# no" in lines
    assert (
        "**1 of 2 dates get other rows** in 2026-11-18 to 2026-11-19, "
        f"computed afresh from 5 files. The plan is `{ID}`."
    ) in lines
    assert "- a\\|b is new" in lines
    table = [line for line in lines if line.startswith("|")]
    assert table == [
        "| date | rows | only old | only new | quarantined | duplicates | amount\\_net |",
        "| --- | --: | --: | --: | --: | --: | --: |",
        "| 2026-11-18 | 90 → 100 | 0 | 10 | 10 → 0 | 1 | 90.50 → 100.50 |",
    ]
    assert "Dates and sums that stay the same are left out." in lines
    # Nothing is left to be shown where all stays as it is.
    assert "|" not in plan_text(plan(date_of("2026-11-19", 7, 7)), None)


def test_a_long_plan_says_how_many_dates_more() -> None:
    dates = [date_of(f"2026-01-{day}", 1, 2) for day in range(SHOWN_DATES + 3)]
    text = plan_text(plan(*dates), "r")
    assert "\n3 more dates: see the XCom `report` of the task plan." in text


def test_asks_with_the_plan_and_no_longer_than_it_lasts(approve: ApprovalOfPlan) -> None:
    instance = Instance(plan=report(plan(date_of("2026-11-18", 90, 100))))
    approve.execute(context(instance))
    assert "| 2026-11-18 | 90 → 100 |" in (approve.body or "")
    assert approve.defaults is None
    assert approve.response_timeout is not None
    assert timedelta(days=5) < approve.response_timeout < timedelta(days=6)
    assert ("approve", "approved") not in instance.xcom


def test_a_yes_is_for_the_plan_that_was_shown(approve: ApprovalOfPlan) -> None:
    instance = Instance(plan=report(plan()))
    approve.execute(context(instance))
    # Somebody clears plan alone meanwhile: what it has made since was shown to nobody.
    instance.xcom["plan", "report"] = report(plan() | {"id": "plan-later"})
    answer = {"chosen_options": ["Approve"], "params_input": {"why": "ok"}, **BY_ANNA}
    approve.execute_complete(context(instance), answer)
    assert instance.xcom["approve", "approved"] == {
        "plan": ID,
        "reason": "rule corrected (approved by anna: ok)",
    }


@pytest.mark.parametrize(
    ("why", "said"), [({"why": "too many rows"}, "too many rows"), ({}, "no reason given")]
)
def test_a_no_fails_with_who_and_why(
    approve: ApprovalOfPlan, why: dict[str, str], said: str
) -> None:
    instance = Instance(plan=report(plan()))
    approve.execute(context(instance))
    with pytest.raises(AirflowFailException) as failure:
        approve.execute_complete(
            context(instance), {"chosen_options": ["Reject"], "params_input": why, **BY_ANNA}
        )
    assert str(failure.value) == (
        f"Rejected by anna: {said}; plan {ID} stays unpublished, and nothing has changed; "
        "to plan anew, trigger the run again"
    )
    assert ("approve", "approved") not in instance.xcom


def test_no_answer_is_a_no(approve: ApprovalOfPlan) -> None:
    event = {"error_type": "timeout", "error": "The timeout has passed"}
    with pytest.raises(AirflowFailException, match=r"^Nobody has answered before the plan expired"):
        approve.execute_complete(context(Instance()), event)
    with pytest.raises(HITLTriggerEventError):
        approve.execute_complete(context(Instance()), event | {"error_type": "unknown"})


def test_asks_nobody_where_it_was_agreed_or_nothing_is_planned(approve: ApprovalOfPlan) -> None:
    instance = Instance(plan=report(plan()))
    with pytest.raises(AirflowSkipException, match=r"nobody is asked; reason: rule corrected$"):
        approve.execute(context(instance, approve="already agreed"))
    assert instance.xcom["approve", "approved"] == {
        "plan": ID,
        "reason": "rule corrected (agreed before)",
    }
    instance = Instance(plan=report(None))
    with pytest.raises(AirflowSkipException, match=r"^there is nothing to approve: no file has"):
        approve.execute(context(instance))
    assert ("approve", "approved") not in instance.xcom
    with pytest.raises(AirflowFailException, match=r"^Cannot ask about a plan"):
        approve.execute(context(Instance()))


@pytest.fixture
def dag(database: None) -> DAG:  # noqa: ARG001 (a run needs the database)
    return fresh("transactions_backfill")


def run(dag: DAG, **form: object) -> tuple[DagRun, dict[str, str]]:
    dag_run = dag.test(logical_date=None, run_conf=FORM | form)
    return dag_run, {ti.task_id: str(ti.state) for ti in dag_run.get_task_instances()}


def test_what_was_agreed_is_planned_and_applied(dag: DAG, spark: FakeSpark) -> None:
    spark.will(step(plan=plan(date_of("2026-11-18", 90, 100))), step())
    _, states = run(dag, approve="already agreed")
    assert states == {
        "preflight": "success",
        "plan": "success",
        "approve": "skipped",
        "apply": "success",
        "aggregate": "success",
        "quality": "success",
    }
    planned, applied = spark.calls[:2]
    assert planned[planned.index("--plan") :][:2] == ["--plan", "--pipeline"]
    assert (spark.options(0)["from"], spark.options(0)["to"]) == ("2026-11-18", "2026-11-19")
    assert applied[applied.index("--apply") :][:4] == [
        "--apply",
        ID,
        "--reason",
        "rule corrected (agreed before)",
    ]
    assert "from" not in spark.options(1)


def test_without_anything_to_plan_nothing_is_applied(dag: DAG, spark: FakeSpark) -> None:
    spark.will(step(plan=None))
    _, states = run(dag, approve="already agreed")
    assert (states["approve"], states["apply"]) == ("skipped", "skipped")
    assert (states["aggregate"], len(spark.calls)) == ("success", 3)


def test_a_form_that_does_not_fit_starts_nothing(dag: DAG, spark: FakeSpark) -> None:
    _, states = run(dag, all=True)
    assert (states["preflight"], states["plan"]) == ("failed", "upstream_failed")
    assert spark.calls == []


def test_apply_needs_a_yes(dag: DAG) -> None:
    task = jobs_of(dag)["apply"]
    instance = SimpleNamespace(xcom_pull=Instance(plan=report(plan())).xcom_pull)
    with pytest.raises(AirflowFailException, match=r"^Cannot apply a plan: nobody has approved"):
        task.execute(cast("Context", {"ti": instance}))
