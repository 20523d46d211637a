"""Whether Airflow has a pool. A task in a pool that isn't there would wait for ever, silently."""

import requests
from airflow.sdk.configuration import conf

_SECONDS = 10


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
    address = f"{conf.get('api', 'base_url', fallback='').rstrip('/')}/api/v2/pools/{name}"
    try:
        status = requests.get(address, timeout=_SECONDS).status_code
    except requests.RequestException as error:
        raise CannotTellError(f"{address} can't be asked: {error}") from None
    if status == 404:
        return False
    if status != 200:
        raise CannotTellError(f"{address} answers with status {status}")
    return True
