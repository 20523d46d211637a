# shellcheck shell=bash
# Finds Java and Spark: sourced by infra/spark-submit.
# shellcheck disable=SC2154 # places.sh sets what isn't set here

# Refuses a Java that isn't 17. Spark takes it from JAVA_HOME or from the PATH, the jobs need a 17.
check_java() {
    local java=java
    local remedy="install JDK 17, or set JAVA_HOME to one"
    if [[ -n ${JAVA_HOME:-} ]]; then
        java=$JAVA_HOME/bin/java
        remedy="set JAVA_HOME to a JDK 17"
    fi
    if ! command -v "$java" >/dev/null; then
        fail 1 "Cannot start Spark: there is no $java; $remedy"
    fi
    local version
    version=$(java_version "$java")
    if [[ $version != 17 && $version != 17[.-]* ]]; then
        fail 1 "Cannot start Spark: $java is version ${version:-unknown}, not 17; $remedy"
    fi
}

# Prints the version that the installation's file `release` gives. Asking the program takes longer.
java_version() {
    local java=$1 release line=
    release=$(readlink -f "$(command -v "$java")")
    release=${release%/bin/*}/release
    if [[ -e $release ]]; then
        line=$(grep -m 1 '^JAVA_VERSION=' "$release") || line=
    fi
    if [[ -z $line ]]; then
        line=$("$java" -version 2>&1 | grep -m 1 ' version "') || line=
    fi
    line=${line#*\"}
    echo "${line%%\"*}"
}

# Sets SPARK_HOME to the Spark that infra/make-environment has installed, unless it is set.
find_spark() {
    if [[ -n ${SPARK_HOME:-} ]]; then
        if [[ ! -x $SPARK_HOME/bin/spark-submit ]]; then
            fail 1 "Cannot start Spark: SPARK_HOME is $SPARK_HOME, which has no bin/spark-submit;" \
                "set SPARK_HOME to a Spark 3.5 installation, or unset it and $get_spark"
        fi
        return
    fi
    # The note of what was installed is written last: without it the installation is not whole.
    local installed=$sluice_home/.venv/spark/installed.txt
    local home
    for home in "$sluice_home"/.venv/spark/lib/python3.*/site-packages/pyspark; do
        if [[ -e $installed && -x $home/bin/spark-submit ]]; then
            export SPARK_HOME=$home
            return
        fi
    done
    fail 1 "Cannot start Spark: it is not installed in $sluice_home/.venv/spark;" \
        "$get_spark, or set SPARK_HOME to a Spark 3.5 installation"
}
