# shellcheck shell=bash
# Decides whether a run is small: sourced by infra/spark-submit.
#
# The rule: a run is small if all that it may read is at most 8 MB.
#
# What can't be measured from here isn't small: data in a store elsewhere, and a folder that isn't
# there, as Hadoop may take a plain path for one in another file system.

readonly SMALL_BYTES=8000000

# So much counts each row that generate is asked for.
readonly BYTES_PER_ROW=80

# What each job may read: folders of its pipeline's data, or
#   rows     no data: it makes rows
#   new      the data files written since the last aggregate; with --full-refresh, tables
#   nothing  no data, or no more than its newest records
declare -rA READS=(
    [GenerateJob]=rows
    [TransformJob]=landing
    [AggregateJob]=new
    [QualityJob]=tables
    [RunJob]="landing tables"
    [BackfillJob]="landing archive tables"
    [QuarantineJob]="landing archive tables"
    [FilesJob]="landing tables"
    [MaintainJob]="landing tables"
    [DoctorJob]="landing tables"
    [QueryJob]=tables
    [StatusJob]=nothing
    [TestJob]=nothing
    [ValidateJob]=nothing
)

# Tells whether a run with these arguments of spark-submit is small.
is_small() {
    local bytes
    bytes=$(readable_bytes "$@") && ((bytes <= SMALL_BYTES))
}

# Prints how many bytes the run may read; fails where that can't be told.
readable_bytes() {
    local class data pipeline reads rows folders
    class=$(option --class "" "$@")
    reads=${READS[${class##*.}]:-}
    pipeline=$(option --pipeline "" "$@")
    data=$(option --data "${SLUICE_DATA:-data}" "$@")
    data=${data#file:}
    data=${data#//}/$pipeline

    if [[ $reads == new && " $* " == *" --full-refresh"* ]]; then
        reads=tables
    fi
    if [[ -z $pipeline || $reads == nothing ]]; then
        # Without a pipeline it prints its help, or what is wrong with its arguments.
        echo 0
    elif [[ $reads == rows ]]; then
        rows=$(option --rows 100 "$@")
        [[ $rows =~ ^[0-9]{1,9}$ ]] && echo $((10#$rows * BYTES_PER_ROW))
    elif [[ -z $reads || ! -d $data ]]; then
        return 1
    elif [[ $reads == new ]]; then
        new_bytes "$data"
    else
        read -r -a folders <<<"$reads"
        # It complains of folders that aren't there yet, and counts the others.
        (cd "$data" && { du --summarize --bytes --total "${folders[@]}" 2>/dev/null || true; }) |
            sed -n '$s/\t.*//p'
    fi
}

# Prints the size of the data files that were written since aggregate last ended.
new_bytes() {
    local pipeline=$1 commit last=
    for commit in "$pipeline"/checkpoints/aggregate/commits/[0-9]*; do
        if [[ -e $commit && (-z $last || $commit -nt $last) ]]; then
            last=$commit
        fi
    done
    { find "$pipeline/tables" -name '*.parquet' ${last:+-newer "$last"} -printf '%s\n' 2>/dev/null ||
        true; } | awk '{ bytes += $1 } END { print bytes + 0 }'
}

# Prints the value that an option has among the arguments, or else the default.
option() {
    local name=$1 value=$2
    shift 2
    while (($# > 0)); do
        case $1 in
            "$name") value=${2:-} ;;
            "$name="*) value=${1#*=} ;;
        esac
        shift
    done
    printf '%s\n' "$value"
}
