# shellcheck shell=bash
# Starts `status`, `checkpoint`, `explain`, `init`, `preview`, `test` and `validate` without spark-submit: sourced by
# infra/spark-submit.
#
# spark-submit starts a JVM to find out how to start the job's, and loads Spark's own classes before
# the job's. People wait for these; status and checkpoint read a few small files, init a sample, preview the first
# records of a file, explain, test and validate mostly look at a folder. Where they open a session, it is on this
# machine.
# shellcheck disable=SC2154 # places.sh, driver.sh and spark-submit set what isn't set here

# Tells whether a run needs nothing of spark-submit: it is one that never has a session, or one for authors
# whose session is in its own JVM, as ./sluice starts it, where nobody has configured Spark.
needs_no_submit() {
    local conf=${SPARK_CONF_DIR:-$SPARK_HOME/conf} file
    case $(option --class "" "$@") in
        io.sluice.StatusJob | io.sluice.CheckpointJob) ;;
        io.sluice.ExplainJob | io.sluice.InitJob | io.sluice.PreviewJob | io.sluice.TestJob | io.sluice.ValidateJob)
            [[ $(option --master "" "$@") == local* ]] || return 1
            ;;
        *) return 1 ;;
    esac
    for file in spark-defaults.conf spark-env.sh java-opts; do
        if [[ -e $conf/$file ]]; then
            return 1
        fi
    done
    while [[ ${1:-} == --class || ${1:-} == --master || ${1:-} == --driver-memory ]]; do
        shift 2
    done
    [[ ${1:-} == "$jar" ]]
}

# Starts the job's class with the class path and the options that spark-submit would give it. What it
# takes as --conf is in submit_options.
start_class() {
    local java=${JAVA_HOME:+$JAVA_HOME/bin/}java class memory path options=() more place
    class=$(option --class "" "$@")
    memory=$(option --driver-memory 1g "$@")
    path="$jar:${SPARK_CONF_DIR:-$SPARK_HOME/conf}:$SPARK_HOME/jars/*"
    for place in "${HADOOP_CONF_DIR:-}" "${YARN_CONF_DIR:-}" "${SPARK_DIST_CLASSPATH:-}"; do
        path+=${place:+:$place}
    done
    if [[ $class != io.sluice.StatusJob && $class != io.sluice.CheckpointJob ]]; then
        options=("${MODULE_OPTIONS[@]}" "-Dspark.master=$(option --master "" "$@")")
        set_by_conf "${submit_options[@]}"
    fi
    # They may be quoted, as for spark-submit.
    mapfile -t more < <(xargs printf '%s\n' <<<"$SPARK_SUBMIT_OPTS")
    while [[ $1 != "$jar" ]]; do
        shift
    done
    shift
    exec "$java" -cp "$path" "-Xmx$memory" "${options[@]}" "${more[@]}" "$class" "$@"
}

# Adds settings of Spark to the options of the JVM, which is where spark-submit puts them.
set_by_conf() {
    while (($# > 0)); do
        if [[ $1 == --conf ]]; then
            options+=("-D$2")
        fi
        shift 2
    done
}
