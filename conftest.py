"""Tests know no settings but their own: not those of who runs them."""

import os

for name in [name for name in os.environ if name.startswith(("AIRFLOW", "SLUICE_", "SPARK_"))]:
    del os.environ[name]
