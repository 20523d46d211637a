"""Airflow's REST API, asked as somebody who may: the login comes from the environment.

SLUICE_AIRFLOW_TOKEN_FILE, SLUICE_AIRFLOW_TOKEN
    a file with a token of Airflow, or the token; whoever renews the file needs no restart
SLUICE_AIRFLOW_USER, SLUICE_AIRFLOW_PASSWORD_FILE
    instead of a token, which lasts a day: a user, and a file with the password

Without any of them it is asked as nobody, which is enough where everybody is admin.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests
from airflow.sdk.configuration import conf

_SECONDS = 10


class ApiError(Exception):
    """Airflow can't be asked, or doesn't answer; the message says why, and what to set."""


def call(
    method: str,
    path: str,
    json: dict[str, str] | None = None,
    environment: Mapping[str, str] = os.environ,
) -> requests.Response:
    """An answer below /api/v2, whatever its status but 401 and 403."""
    address = f"{_base()}/api/v2{path}"
    try:
        token = _token(environment)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = requests.request(method, address, json=json, headers=headers, timeout=_SECONDS)
    except (requests.RequestException, OSError) as error:
        raise ApiError(f"{address} can't be asked: {error}") from None
    if answer.status_code in (401, 403):
        raise ApiError(
            f"{address} answers with status {answer.status_code}; set "
            "SLUICE_AIRFLOW_TOKEN_FILE, or SLUICE_AIRFLOW_USER and SLUICE_AIRFLOW_PASSWORD_FILE, "
            "for Airflow to a login that may"
        )
    return answer


def has_login(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the environment names a login."""
    names = ("SLUICE_AIRFLOW_TOKEN_FILE", "SLUICE_AIRFLOW_TOKEN", "SLUICE_AIRFLOW_USER")
    return any(environment.get(name, "").strip() for name in names)


def _token(environment: Mapping[str, str]) -> str:
    file = environment.get("SLUICE_AIRFLOW_TOKEN_FILE", "").strip()
    if file:
        return Path(file).read_text(encoding="utf-8").strip()
    user = environment.get("SLUICE_AIRFLOW_USER", "").strip()
    if user and not environment.get("SLUICE_AIRFLOW_TOKEN", "").strip():
        return _logged_in(user, environment.get("SLUICE_AIRFLOW_PASSWORD_FILE", ""))
    return environment.get("SLUICE_AIRFLOW_TOKEN", "").strip()


def _logged_in(user: str, password_file: str) -> str:
    password = Path(password_file).read_text(encoding="utf-8").strip()
    address = f"{_base()}/auth/token"
    answer = requests.post(address, json={"username": user, "password": password}, timeout=_SECONDS)
    if not answer.ok:
        raise ApiError(
            f"{address} answers with status {answer.status_code}; correct SLUICE_AIRFLOW_USER, "
            f"or the password in {password_file}"
        )
    body: dict[str, Any] = answer.json()
    return str(body["access_token"])


def _base() -> str:
    return str(conf.get("api", "base_url", fallback="")).rstrip("/")
