"""What people and crashes do to runs in Airflow, and whether the tables are right after that."""
