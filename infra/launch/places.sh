# shellcheck shell=bash
# Where Sluice is: sourced, by its absolute path, by ./sluice and the scripts in infra/.
# shellcheck disable=SC2034 # those who source it use what it sets

sluice_home=${BASH_SOURCE[0]%/infra/launch/places.sh}

# Only an unpacked release has lib/. It has neither Maven's files nor a Makefile.
if [[ -d $sluice_home/lib ]]; then
    jar=$sluice_home/lib/sluice-jobs.jar
    get_jar="unpack the release again"
    get_spark="run '$sluice_home/infra/make-environment spark Spark'"
else
    jar=$sluice_home/jobs/target/sluice-jobs.jar
    get_jar="run 'make jar'"
    get_spark="run 'make spark'"
fi

# What reads from Kafka, and isn't part of Spark.
kafka_jars=${jar%/*}/kafka

# The class-data archive that infra/make-archive makes; it fits one jar, one Spark and one JDK.
archive=${jar%.jar}.jsa
