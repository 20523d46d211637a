# shellcheck shell=bash
# Airflow on this machine, for 'make demo' and 'make up'; by hand:
#
#   source infra/local/env.sh; airflow dags list
#
# What is set already stays as it is, but for the settings that keep Airflow on this machine.

sluice_checkout=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")

# Standalone starts further programs by the bare name airflow.
export PATH="$sluice_checkout/.venv/airflow/bin:$PATH"
export NO_COLOR=1

# The jobs.
export SLUICE_DATA=${SLUICE_DATA:-$sluice_checkout/build/demo/data}
export SLUICE_SQL=${SLUICE_SQL:-$sluice_checkout/sql}
export AIRFLOW_CONN_SPARK_DEFAULT=${AIRFLOW_CONN_SPARK_DEFAULT:-'{"conn_type": "spark", "host": "local[*]"}'}

# Airflow's own files, and the DAGs.
export AIRFLOW_HOME="${SLUICE_AIRFLOW_HOME:-$sluice_checkout/build/airflow}"
export AIRFLOW__CORE__DAGS_FOLDER="$sluice_checkout/dags"
export AIRFLOW__CORE__LOAD_EXAMPLES=False
export AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION=False
export AIRFLOW__CORE__PARALLELISM=2
export AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES=1
# A new pipeline shows up within seconds, not within five minutes.
export AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL=5
export AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL=10
# What a scheduler that died has left is taken up within a minute, not within five.
export AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL=30

# The web page, for this machine alone: whoever reaches it is admin.
export SLUICE_AIRFLOW_PORT=${SLUICE_AIRFLOW_PORT:-8080}
export AIRFLOW__API__HOST=127.0.0.1
export AIRFLOW__API__PORT=$SLUICE_AIRFLOW_PORT
# Tasks talk to Airflow under this address.
export AIRFLOW__API__BASE_URL=http://localhost:$SLUICE_AIRFLOW_PORT
export AIRFLOW__API__WORKERS=1
export AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS=True

# Signs what Airflow's parts say to each other; made once.
if [[ ! -s $AIRFLOW_HOME/secret ]]; then
    mkdir -p "$AIRFLOW_HOME"
    (umask 077 && od -An -N48 -tx1 /dev/urandom | tr -d ' \n' >"$AIRFLOW_HOME/secret")
fi
AIRFLOW__API_AUTH__JWT_SECRET=$(<"$AIRFLOW_HOME/secret")
export AIRFLOW__API_AUTH__JWT_SECRET
unset sluice_checkout
