"""The one task of a pipeline whose folder is broken."""

from typing import Any

from airflow.sdk import BaseOperator
from airflow.sdk.definitions.context import Context
from airflow.sdk.exceptions import AirflowFailException


class FailWithError(BaseOperator):
    """Fails with the message that says what is wrong; a retry never helps."""

    def __init__(self, *, message: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.message = message

    def execute(self, context: Context) -> None:  # noqa: ARG002 (Airflow's signature)
        raise AirflowFailException(self.message)
