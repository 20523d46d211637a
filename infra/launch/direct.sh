# shellcheck shell=bash
# Starts `status` without spark-submit: sourced by infra/spark-submit.
#
# spark-submit starts a JVM to find out how to start the job's, and loads Spark's own classes before
# the job's. People wait for status; it reads a few records, and needs none of that.
# shellcheck disable=SC2154 # places.sh and spark-submit set what isn't set here

# Tells whether a run needs nothing of spark-submit: it is a status as ./sluice starts it, where
# nobody has configured Spark.
needs_no_submit() {
    local conf=${SPARK_CONF_DIR:-$SPARK_HOME/conf}
    if [[ $(option --class "" "$@") != io.sluice.StatusJob ||
        -e $conf/spark-defaults.conf || -e $conf/spark-env.sh ]]; then
        return 1
    fi
    while [[ ${1:-} == --class || ${1:-} == --master || ${1:-} == --driver-memory ]]; do
        shift 2
    done
    [[ ${1:-} == "$jar" ]]
}

# Starts the job's class with the class path and the options that spark-submit would give it.
start_class() {
    local java=${JAVA_HOME:+$JAVA_HOME/bin/}java class memory path options
    class=$(option --class "" "$@")
    memory=$(option --driver-memory 1g "$@")
    path="$jar:${SPARK_CONF_DIR:-$SPARK_HOME/conf}:$SPARK_HOME/jars/*"
    path+=${HADOOP_CONF_DIR:+:$HADOOP_CONF_DIR}${YARN_CONF_DIR:+:$YARN_CONF_DIR}
    # They may be quoted, as for spark-submit.
    mapfile -t options < <(xargs printf '%s\n' <<<"$SPARK_SUBMIT_OPTS")
    while [[ $1 != "$jar" ]]; do
        shift
    done
    shift
    exec "$java" -cp "$path" "-Xmx$memory" "${options[@]}" "$class" "$@"
}
