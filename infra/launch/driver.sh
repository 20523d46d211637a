# shellcheck shell=bash
# What the JVM of a driver needs that spark-submit doesn't start: sourced by infra/spark-submit.

# What Spark gives a JVM of its own, in org.apache.spark.launcher.JavaModuleOptions: a session
# needs it.
# shellcheck disable=SC2034 # direct.sh and spark-submit use it
readonly MODULE_OPTIONS=(
    -XX:+IgnoreUnrecognizedVMOptions
    --add-opens=java.base/java.lang=ALL-UNNAMED
    --add-opens=java.base/java.lang.invoke=ALL-UNNAMED
    --add-opens=java.base/java.lang.reflect=ALL-UNNAMED
    --add-opens=java.base/java.io=ALL-UNNAMED
    --add-opens=java.base/java.net=ALL-UNNAMED
    --add-opens=java.base/java.nio=ALL-UNNAMED
    --add-opens=java.base/java.util=ALL-UNNAMED
    --add-opens=java.base/java.util.concurrent=ALL-UNNAMED
    --add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED
    --add-opens=java.base/jdk.internal.ref=ALL-UNNAMED
    --add-opens=java.base/sun.nio.ch=ALL-UNNAMED
    --add-opens=java.base/sun.nio.cs=ALL-UNNAMED
    --add-opens=java.base/sun.security.action=ALL-UNNAMED
    --add-opens=java.base/sun.util.calendar=ALL-UNNAMED
    --add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED
    -Djdk.reflect.useDirectMethodHandle=false
)

# Tells whether a worker of a Spark standalone cluster starts the driver.
is_standalone_cluster() {
    [[ $(option --master "" "$@") == spark://* && $(option --deploy-mode client "$@") == cluster ]]
}

# Prints the value of one of Spark's settings in the file that spark-submit will read, if it is there.
configured() {
    local name=$1 file
    shift
    file=$(option --properties-file "${SPARK_CONF_DIR:-$SPARK_HOME/conf}/spark-defaults.conf" "$@")
    if [[ -r $file ]]; then
        sed -nE "s/^[[:space:]]*${name//./\\.}[[:space:]=:]+(.*[^[:space:]])[[:space:]]*$/\1/p" "$file" |
            tail -n 1
    fi
}
