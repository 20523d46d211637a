"""The task that runs one of the jobs by spark-submit, and believes what its report says."""

import hashlib
import re
import time
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from airflow.configuration import AIRFLOW_HOME
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import Asset, BaseHook, Context
from airflow.sdk.exceptions import (
    AirflowException,
    AirflowFailException,
    AirflowSkipException,
)

from sluice_airflow.assets import announce, announced, note_announced
from sluice_airflow.driver import Driver
from sluice_airflow.incidents import alert_warnings, note_duration, watch
from sluice_airflow.links import APPLICATION_KEY, HistoryLink, ReportLink, RunbookLink
from sluice_airflow.report import (
    REPORT_KEY,
    Report,
    ReportNotBelievedError,
    outcome_line,
    verdict_line,
)
from sluice_airflow.report_page import show
from sluice_airflow.report_place import InDataFolder, OwnCopy, ReportPlace
from sluice_airflow.settings import CONNECTION, Settings, local_path

REPORTS = Path(AIRFLOW_HOME) / "sluice-reports"
STOP_SECONDS = 30

# After these exit codes a plain retry never helps.
FINAL_EXIT_CODES = {2, 3, 5}

NEXT_STEPS = {
    1: "Airflow tries again by itself; after the last try mend the cause, then Clear this task",
    2: "mend what the message names, then Clear this task",
    3: "look at the report's samples, mend the source or the SQL, then Clear this task",
    4: "Airflow tries again by itself; after the last try wait for the other run, then Clear",
    5: "mend what the message names, then Clear this task",
}


class JobOperator(SparkSubmitOperator):
    """Runs a job, such as transform.

    Every try of a run has the same --run-id and a --report of its own. The report becomes the XCom
    `report`, also where the job failed; one that isn't surely of this try is never believed.

    :param options: options of the job, by name without the dashes
    :param options_from_params: option to the DAG parameter that gives its value, where it has one
    :param only_with_param: skip the task where this DAG parameter is not given
    :param stop_seconds: how long the driver may finish its batch, when the task is to stop
    """

    operator_extra_links = (ReportLink(), RunbookLink(), HistoryLink())

    _hook: Driver | None

    def __init__(
        self,
        *,
        job: str,
        pipeline: str,
        settings: Settings,
        options: Mapping[str, str] | None = None,
        options_from_params: Mapping[str, str] | None = None,
        only_with_param: str | None = None,
        stop_seconds: int = STOP_SECONDS,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            application=str(settings.jar),
            java_class=f"io.sluice.{job.capitalize()}Job",
            name=f"sluice {pipeline} {job}",
            conn_id=CONNECTION,
            # Spark's own, with what makes the jobs start fast.
            spark_binary=str(settings.spark_submit),
            driver_memory=settings.driver_memory,
            driver_class_path=str(settings.jar),
            properties_file=settings.spark_properties,
            # In a standalone cluster, too, spark-submit is to wait for a driver elsewhere.
            conf={
                "spark.ui.enabled": "false",
                "spark.standalone.submit.waitAppCompletion": "true",
            },
            # Airflow must not look for a driver of an earlier try: a try always submits.
            durable=False,
            **kwargs,
        )
        self.job = job
        self.pipeline = pipeline
        self.settings = settings
        self.options = dict(options or {})
        self.options_from_params = dict(options_from_params or {})
        self.only_with_param = only_with_param
        self.stop_seconds = stop_seconds

    def execute(self, context: Context) -> None:
        if self.only_with_param and context["params"].get(self.only_with_param) is None:
            raise AirflowSkipException(f"this run gives no {self.only_with_param}")

        place = self._report_place(context)
        self.application_args = self.arguments(context, place)
        # A hook keeps the arguments it was made with; a second try has others.
        self._hook = driver = self._get_hook()
        started = time.monotonic()
        try:
            with watch(context):
                super().execute(context)
        except AirflowException as error:
            if driver.exit_code is None:
                raise
            self.log.debug("spark-submit failed", exc_info=error)
        finally:
            if driver.application_id:
                context["ti"].xcom_push(key=APPLICATION_KEY, value=driver.application_id)
            # Also where this process was interrupted while the driver went on.
            driver.stop(self.stop_seconds)
        report = self._conclude(context, place, driver.exit_code)
        note_duration(context, started, report)
        self.succeeded(context, report)

    def arguments(self, context: Context, place: ReportPlace) -> list[str]:
        """The job's own arguments, after spark-submit's."""
        options = {
            "pipeline": self.pipeline,
            "data": self.settings.data,
            "sql": str(self.settings.sql),
            "run-id": safe_run_id(context["run_id"]),
            **place.options(),
            **self.options,
            **self.more_options(context),
        }
        for option, param in self.options_from_params.items():
            value = context["params"].get(param)
            if value is not None and str(value).strip():
                options[option] = _text(value)
        return [part for name, value in options.items() for part in (f"--{name}", value)]

    def more_options(self, context: Context) -> dict[str, str]:  # noqa: ARG002 (for others)
        """Options that are known only when the task runs."""
        return {}

    def on_kill(self) -> None:
        if self._hook is not None:
            self._hook.kill_elsewhere()
            self._hook.stop(self.stop_seconds)

    def _get_hook(self) -> Driver:
        return Driver(
            conf=self.conf,
            conn_id=self._conn_id,
            java_class=self._java_class,
            driver_class_path=self.driver_class_path,
            driver_memory=self._driver_memory,
            properties_file=self.properties_file,
            name=self.name,
            application_args=self.application_args,
            spark_binary=self._spark_binary,
        )

    def _report_place(self, context: Context) -> ReportPlace:
        run_id = safe_run_id(context["run_id"])
        data = local_path(self.settings.data)
        connection = BaseHook.get_connection(self._conn_id)
        if connection.extra_dejson.get("deploy-mode") == "cluster" and data is not None:
            return InDataFolder(data / self.pipeline / "runs")
        number = context["ti"].try_number
        return OwnCopy(REPORTS / f"{self.pipeline}-{self.job}-{run_id}-try{number}.json")

    def _conclude(self, context: Context, place: ReportPlace, exit_code: int | None) -> Report:
        run_id = safe_run_id(context["run_id"])
        try:
            report = place.read(self.job, self.pipeline, run_id, exit_code)
        except ReportNotBelievedError as why:
            raise _failure(
                exit_code,
                f"Cannot tell how {self.job} of {self.pipeline} ended: exit code {exit_code}, "
                f"but {why}; look at the lines above, then Clear this task",
            ) from None
        context["ti"].xcom_push(key=REPORT_KEY, value=report)
        show(context, report)
        self.log.info("Verdict: %s", verdict_line(report))
        self.log.info("Outcome: %s", outcome_line(report))
        if report["exit_code"] != 0:
            raise _failure(report["exit_code"], _message(report))
        return report

    def succeeded(self, context: Context, report: Report) -> None:
        """What is to do once the job has ended well."""


class AnnouncingOperator(JobOperator):
    """Runs the last job that the readers of a pipeline wait for, and announces what has changed.

    :param publishes: the pipeline's relations, its table first; those that have changed have events
    """

    def __init__(self, *, publishes: Sequence[Asset], **kwargs: Any) -> None:
        super().__init__(outlets=list(publishes), on_success_callback=_after_events, **kwargs)
        self.publishes = tuple(publishes)

    def more_options(self, context: Context) -> dict[str, str]:
        # Of a folder that names no table the job says what is wrong.
        if not self.publishes:
            return {}
        return {"changed-since": announced(context, self.publishes[0])}

    def succeeded(self, context: Context, report: Report) -> None:
        # Airflow makes an event of every outlet that the task has at its end.
        self.outlets = announce(context, self.publishes, report)


def _after_events(context: Context) -> None:
    task, report = context["task"], context["ti"].xcom_pull(key=REPORT_KEY)
    assert isinstance(task, AnnouncingOperator)
    note_announced(context, task.publishes[0], report)
    alert_warnings(context, task.publishes[0], report)


def safe_run_id(run_id: str) -> str:
    """Airflow's run id as the jobs take it: fit for a file name, and still one for each run."""
    safe = re.sub(r"[^A-Za-z0-9._-]", "_", run_id)
    if safe == run_id and len(safe) <= 200:
        return safe
    # Two run ids may differ only in what was replaced or cut off.
    return f"{safe[:180]}-{hashlib.sha256(run_id.encode()).hexdigest()[:8]}"


def _text(value: object) -> str:
    # Never 1e-05: the jobs take plain decimals.
    return f"{Decimal(str(value)):f}" if isinstance(value, float) else str(value)


def _failure(exit_code: int | None, message: str) -> AirflowException:
    if exit_code in FINAL_EXIT_CODES:
        return AirflowFailException(message)
    return AirflowException(message)


def _message(report: Report) -> str:
    exit_code = report["exit_code"]
    next_step = report.get("next_step") or NEXT_STEPS.get(exit_code, NEXT_STEPS[1])
    return (
        f"{report['job']} of {report['pipeline']} ended with exit code {exit_code} "
        f"({report['outcome']}): {report.get('message') or 'it gives no reason'}\n"
        f"verdict: {verdict_line(report) or 'none'}\n"
        f"next: {next_step}"
    )
