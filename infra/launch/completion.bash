# shellcheck shell=bash
# Completes the command line of ./sluice in bash, and in zsh after bashcompinit: what
# './sluice completion' prints, below the line that says where this checkout or release is.
#
# completion.tsv beside it has the options; a test compares it with those that the commands take.
# shellcheck disable=SC2154 # _sluice_home is in that line

# Prints the values of one column of the table, for a command of one word or two.
_sluice_table() {
    local command=$1 option=${2:-}
    awk -F '\t' -v command="$command" -v option="$option" '
        NR == 1 { next }
        option == "" && $1 == command { print $2 }
        option != "" && $1 == command && $2 == option { print $3 }
    ' "$_sluice_home/infra/launch/completion.tsv"
}

# Prints the first words of commands, or the second words of those that begin with a word.
_sluice_commands() {
    awk -F '\t' -v first="${1:-}" '
        NR == 1 { next }
        { split($1, words, " "); word = first == "" ? words[1] : (words[1] == first ? words[2] : "") }
        word != "" && !seen[word]++ { print word }
    ' "$_sluice_home/infra/launch/completion.tsv"
}

# Prints the value that the command line gives to an option, else another.
_sluice_given() {
    local option=$1 value=$2 i
    for ((i = 1; i < ${#COMP_WORDS[@]} - 1; i++)); do
        if [[ ${COMP_WORDS[i]} == "$option" ]]; then
            value=${COMP_WORDS[i + 1]}
        fi
    done
    printf '%s\n' "$value"
}

# Prints the names of the folders or files in a place, without an ending.
_sluice_names() {
    local place=$1 ending=$2 entry
    for entry in "$place"/*"$ending"; do
        if [[ -e $entry && (-n $ending || -d $entry) ]]; then
            entry=${entry##*/}
            printf '%s\n' "${entry%"$ending"}"
        fi
    done
}

# Prints the table that the pipeline.yaml of a folder names.
_sluice_own_table() {
    [[ ! -f $1/pipeline.yaml ]] || sed -n 's/^table:[[:blank:]]*\([A-Za-z0-9_]*\).*/\1/p' "$1/pipeline.yaml"
}

_sluice_values() {
    local sql=${SLUICE_SQL:-sql} pipeline folder
    if [[ -z ${SLUICE_SQL:-} && ! -d sql ]]; then
        sql=$_sluice_home/sql
    fi
    sql=$(_sluice_given --sql "$sql")
    pipeline=$(_sluice_given --pipeline "")
    folder=$sql/$pipeline
    case $1 in
        '<pipeline>') _sluice_names "$sql" "" ;;
        '<relation>') _sluice_names "$folder/aggregations" .sql ;;
        '<sql>')
            _sluice_values '<described>'
            _sluice_names "$folder" .sql | grep -x -e rules -e generate
            ;;
        '<described>')
            _sluice_own_table "$folder"
            _sluice_names "$folder/aggregations" .sql
            _sluice_names "$folder/quality" .sql
            ;;
        '<export>') _sluice_names "$folder/exports" .yaml ;;
        '<case>') _sluice_names "$folder/tests" "" ;;
        '<path>') compgen -f -- "$2" ;;
        *) tr ' ' '\n' <<<"$1" ;;
    esac
}

# Prints the option that takes the word at the cursor: the one before it, or one of those that take
# several values and stands further back.
_sluice_option() {
    local first=$1 i
    for ((i = COMP_CWORD - 1; i >= first; i--)); do
        if [[ ${COMP_WORDS[i]} == --* ]]; then
            if ((i == COMP_CWORD - 1)) || [[ ${COMP_WORDS[i]} == --only || ${COMP_WORDS[i]} == --case ]]; then
                printf '%s\n' "${COMP_WORDS[i]}"
            fi
            return
        fi
    done
}

_sluice() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local command=${COMP_WORDS[1]:-} first=2 seconds option values words word
    COMPREPLY=()
    # What is typed of a name may be quoted.
    current=${current#[\"\']}
    current=${current//\\/}
    seconds=$(_sluice_commands "$command")
    if ((COMP_CWORD == 1)); then
        words="$(_sluice_commands)"$'\ncompletion\n--help'
    elif [[ -n $seconds && $COMP_CWORD == 2 ]]; then
        words="$seconds"$'\n--help'
    elif [[ $command == completion ]]; then
        words=$'bash\nzsh'
    else
        if [[ -n $seconds ]]; then
            command+=" ${COMP_WORDS[2]}"
            first=3
        fi
        values=-
        option=$(_sluice_option "$first")
        if [[ -n $option ]]; then
            values=$(_sluice_table "$command" "$option")
        elif [[ $command == explain ]]; then
            values='<described>'
        fi
        if [[ $command == validate && $option == --show ]]; then
            values='<sql>'
        fi
        words=
        if [[ $values != - ]]; then
            words=$(_sluice_values "$values" "$current")
        fi
        if [[ $values == - || $option != "$before" ]]; then
            words+=$'\n'$(_sluice_table "$command")
        fi
    fi
    # Not by compgen -W, which would expand what a name holds. zsh has no mapfile.
    while IFS= read -r word; do
        if [[ -n $word && $word == "$current"* ]]; then
            COMPREPLY+=("$word")
        fi
    done <<<"$words"
}

complete -o filenames -F _sluice sluice ./sluice
