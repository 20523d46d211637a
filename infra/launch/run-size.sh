# shellcheck shell=bash
# Tells how large a run is: sourced by infra/spark-submit.
#
# The rule: a run is tiny if it may read at most 8 MB, small if it may read more, but at most 8 MB
# of it is new, and large otherwise.
#
# What can't be measured from here is large: data in a store elsewhere, and a folder that isn't
# there, as Hadoop may take a plain path for one in another file system.

readonly LITTLE_BYTES=8000000

# So much counts each row that generate is asked for.
readonly BYTES_PER_ROW=80

# What each job may read: folders of its pipeline's data (references also stands for what these are
# made of, elsewhere), or
#   rows     no data: it makes rows
#   nothing  no data, or no more than its newest records
declare -rA READS=(
    [GenerateJob]=rows
    [TransformJob]="landing references"
    [AggregateJob]="tables references"
    [QualityJob]="tables references"
    [RunJob]="landing tables references"
    [ExportJob]=tables
    [BackfillJob]="landing archive tables references"
    [QuarantineJob]="landing archive tables references"
    [FilesJob]="landing tables"
    [MaintainJob]="landing tables"
    [DoctorJob]="landing tables"
    [QueryJob]="tables references"
    [StatusJob]=nothing
    [CheckpointJob]=nothing
    [ExplainJob]=nothing
    [InitJob]=nothing
    [PreviewJob]=nothing
    [TestJob]=nothing
    [ValidateJob]=nothing
)

# Prints tiny, small or large, for a run with these arguments of spark-submit.
run_size() {
    local job data pipeline bytes
    job=$(option --class "" "$@")
    job=${job##*.}
    pipeline=$(option --pipeline "" "$@")
    data=$(option --data "${SLUICE_DATA:-data}" "$@")
    data=${data#file:}
    data=${data#//}/$pipeline

    # Without a pipeline it prints its help, or what is wrong with its arguments.
    if [[ -z $pipeline ]] || { bytes=$(readable_bytes "$job" "$data" "$@") && is_little "$bytes"; }; then
        echo tiny
    elif [[ $job == AggregateJob && " $* " != *" --full-refresh"* && -d $data ]] &&
        is_little "$(new_bytes "$data")"; then
        # It computes what new rows touch, and looks up the rest.
        echo small
    else
        echo large
    fi
}

is_little() {
    (($1 <= LITTLE_BYTES))
}

# Prints how many bytes a job may read of its pipeline's data; fails where that can't be told.
readable_bytes() {
    local reads=${READS[$1]:-} data=$2 rows folders
    shift 2
    case $reads in
        nothing) echo 0 ;;
        rows)
            rows=$(option --rows 100 "$@")
            [[ $rows =~ ^[0-9]{1,9}$ ]] && echo $((10#$rows * BYTES_PER_ROW))
            ;;
        *)
            [[ -n $reads && -d $data ]] || return 1
            read -r -a folders <<<"$reads"
            if [[ $reads == *references ]]; then
                mapfile -t -O "${#folders[@]}" folders < <(reference_folders "$data" "$@")
            fi
            # It complains of folders that aren't there yet, and counts the others.
            (cd "$data" && { du --summarize --bytes --total "${folders[@]}" 2>/dev/null || true; }) |
                sed -n '$s/\t.*//p'
            ;;
    esac
}

# Prints where a pipeline's references are: files beside its SQL, and other pipelines' tables.
reference_folders() {
    local data=$1 sql
    shift
    sql=$(option --sql "${SLUICE_SQL:-sql}" "$@")
    sql=${sql#file:}
    sql=$(realpath --quiet -- "${sql#//}/${data##*/}") || return 0
    printf '%s\n' "$sql/references"
    sed -n 's|^.*[{[:blank:]]pipeline:[[:blank:]]*\([a-z0-9_]*\).*$|../\1/tables|p' \
        "$sql/pipeline.yaml" 2>/dev/null || true
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
