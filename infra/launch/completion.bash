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

_sluice_values() {
    local sql=${SLUICE_SQL:-sql} pipeline
    if [[ -z ${SLUICE_SQL:-} && ! -d sql ]]; then
        sql=$_sluice_home/sql
    fi
    sql=$(_sluice_given --sql "$sql")
    pipeline=$(_sluice_given --pipeline "")
    case $1 in
        '<pipeline>') _sluice_names "$sql" "" ;;
        '<relation>') _sluice_names "$sql/$pipeline/aggregations" .sql ;;
        '<export>') _sluice_names "$sql/$pipeline/exports" .yaml ;;
        '<case>') _sluice_names "$sql/$pipeline/tests" "" ;;
        '<path>') compgen -f -- "$2" ;;
        *) tr ' ' '\n' <<<"$1" ;;
    esac
}

_sluice() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local command=${COMP_WORDS[1]:-} first=2 seconds values words
    COMPREPLY=()
    seconds=$(_sluice_commands "$command")
    if ((COMP_CWORD == 1)); then
        words="$(_sluice_commands) completion --help"
    elif [[ -n $seconds && $COMP_CWORD == 2 ]]; then
        words="$seconds --help"
    elif [[ $command == completion ]]; then
        words="bash zsh"
    else
        if [[ -n $seconds ]]; then
            command+=" ${COMP_WORDS[2]}"
            first=3
        fi
        values=-
        if ((COMP_CWORD > first)) && [[ $before == --* ]]; then
            values=$(_sluice_table "$command" "$before")
        fi
        if [[ $values == - ]]; then
            words=$(_sluice_table "$command")
        else
            words=$(_sluice_values "$values" "$current")
        fi
    fi
    # Names with blanks aren't completed: commands and pipelines have none. zsh has no mapfile.
    # shellcheck disable=SC2207
    COMPREPLY=($(compgen -W "$words" -- "$current"))
}

complete -o filenames -F _sluice sluice ./sluice
