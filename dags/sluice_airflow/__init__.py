"""What the DAGs are made of. No module in here defines a DAG."""
