# shellcheck shell=bash
# Gives a run that speaks to Kafka what it takes: sourced by infra/spark-submit.
# shellcheck disable=SC2154 # places.sh and spark-submit set what isn't set here
#
# Other runs do without: they start as fast as if there were none of it, and from the same archive.

speaks_to_kafka() {
    case $(option --class "" "$@") in
        io.sluice.LandJob) ;;
        io.sluice.ExportJob) has_topics "$@" ;;
        *) return 1 ;;
    esac
}

# Tells whether the pipeline has an export to Kafka; a folder in a store elsewhere may have one.
has_topics() {
    local sql exports
    sql=$(option --sql "${SLUICE_SQL:-sql}" "$@")
    sql=${sql#file:}
    sql=${sql#//}
    exports=$sql/$(option --pipeline "" "$@")/exports
    [[ $sql == *:/* ]] || grep -Eqs '^[^#]*kafka["'\'']?[[:blank:]]*:' "$exports"/*.yaml
}

# Adds Kafka's jars at the end of the class path, so that the archive, which holds what comes before,
# still fits. Executors on other machines get them too.
add_kafka() {
    local jars=("$kafka_jars"/*.jar)
    if [[ ! -e ${jars[0]} ]]; then
        fail 1 "Cannot start Spark: there are no jars in $kafka_jars; $get_jar"
    fi
    export SPARK_DIST_CLASSPATH="${SPARK_DIST_CLASSPATH:+$SPARK_DIST_CLASSPATH:}$kafka_jars/*"
    if [[ $(option --master "" "$@") != local* ]]; then
        submit_options+=(--jars "$(IFS=,; echo "${jars[*]}")")
    fi
}
