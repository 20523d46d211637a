"""What people and crashes do to runs in Airflow, and whether the tables are right after that."""

import sys
from pathlib import Path

# What starts and drives an Airflow of this machine is no package.
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "infra" / "local"))
