"""Whether Airflow has a pool. A task in a pool that isn't there would wait for ever, silently."""

from sluice_airflow.airflow_api import ApiError, call


class CannotTellError(Exception):
    """Airflow doesn't say whether the pool is there; the message says why."""


def has_pool(name: str) -> bool:
    """Asks Airflow's database where this process may, else Airflow's API."""
    try:
        from airflow.models.pool import Pool

        return Pool.get_pool(name) is not None
    except (RuntimeError, AttributeError, ImportError):
        # A worker keeps the database from its tasks.
        return _api_has_pool(name)


def _api_has_pool(name: str) -> bool:
    try:
        answer = call("GET", f"/pools/{name}")
    except ApiError as error:
        raise CannotTellError(error) from None
    if answer.status_code == 404:
        return False
    if answer.status_code != 200:
        raise CannotTellError(f"{answer.url} answers with status {answer.status_code}")
    return True
