"""The task that shows a backfill's plan to a person, and waits for a yes or a no."""

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.providers.standard.exceptions import HITLRejectException
from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.sdk import Context, Param
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from sluice_airflow.forms import given
from sluice_airflow.plan import plan_text
from sluice_airflow.report import REPORT_KEY

APPROVED_KEY = "approved"
SHOWN_KEY = "shown"

ASK = "ask"
AGREED = "already agreed"

# As long as the jobs keep a plan.
LONGEST_WAIT = timedelta(days=7)

_WHY = "why"


class ApprovalOfPlan(ApprovalOperator):
    """Asks whether to publish what the task `plan` has prepared.

    Nothing says yes by itself: there is no default, and a plan that nobody answers fails the run
    when it expires. A no fails the run too, with who said so and why. What was approved, the plan
    that was shown and no later one, goes into the XCom `approved` for the task that applies it.

    Skipped where the form says that it was agreed before; the reason is kept all the same.
    """

    def __init__(self, *, pipeline: str, params: Any = None, **kwargs: Any) -> None:
        # Airflow gives the form of the DAG here; this task's own asks for one thing alone.
        del params
        # A try after a failed one would show the question of the first, whatever the plan is by
        # then; after a Clear the question is a new one.
        kwargs["retries"] = 0
        super().__init__(
            subject=f"Backfill of {pipeline}: publish this plan?",
            response_timeout=LONGEST_WAIT,
            fail_on_reject=True,
            params={
                _WHY: Param(
                    None,
                    type=["null", "string"],
                    maxLength=300,
                    title="Why",
                    description="Said with a no, and kept with a yes",
                    source="task",
                )
            },
            **kwargs,
        )

    def execute(self, context: Context) -> Any:
        report = context["ti"].xcom_pull(task_ids="plan", key=REPORT_KEY)
        if report is None:
            raise AirflowFailException(
                "Cannot ask about a plan: the task plan has none; Clear it with those after it"
            )
        plan, values = report.get("plan"), context["params"]
        if plan is None:
            raise AirflowSkipException(f"there is nothing to approve: {report['verdict_detail']}")
        reason = given(values, "reason")
        if values.get("approve") == AGREED:
            self._approve(context, plan["id"], f"{reason} (agreed before)")
            raise AirflowSkipException(f"agreed before, so nobody is asked; reason: {reason}")
        self.body = plan_text(plan, reason)
        expires_at = datetime.fromisoformat(plan["expires_at"])
        self.response_timeout = min(LONGEST_WAIT, expires_at - datetime.now(UTC))
        context["ti"].xcom_push(key=SHOWN_KEY, value=plan["id"])
        return super().execute(context)

    def execute_complete(self, context: Context, event: dict[str, Any]) -> Any:
        shown = context["ti"].xcom_pull(task_ids=self.task_id, key=SHOWN_KEY)
        who = (event.get("responded_by_user") or {}).get("name") or "somebody"
        why = given(event.get("params_input") or {}, _WHY)
        try:
            answer = super().execute_complete(context, event)
        except HITLRejectException:
            raise AirflowFailException(
                f"Rejected by {who}: {why or 'no reason given'}; plan {shown} stays unpublished, "
                "and nothing has changed; to plan anew, trigger the run again"
            ) from None
        reason = given(context["params"], "reason")
        approved = f"approved by {who}" + (f": {why}" if why else "")
        self.log.info("Plan %s %s", shown, approved)
        self._approve(context, shown, f"{reason} ({approved})")
        return answer

    def process_trigger_event_error(self, event: dict[str, Any]) -> None:
        if event["error_type"] == "timeout":
            raise AirflowFailException(
                "Nobody has answered before the plan expired; nothing was published; "
                "Clear plan with the tasks after it to plan and ask again"
            )
        super().process_trigger_event_error(event)

    def _approve(self, context: Context, plan: str, reason: str) -> None:
        context["ti"].xcom_push(key=APPROVED_KEY, value={"plan": plan, "reason": reason})
