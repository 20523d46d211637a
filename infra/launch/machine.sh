# shellcheck shell=bash
# What a run needs to know of the machine and its user: sourced by infra/spark-submit.

# Prints the name of an installed locale with UTF-8; C.UTF-8 where none is known.
utf8_locale() {
    local name
    # shellcheck disable=SC2046 # one name a word
    for name in C.UTF-8 en_US.UTF-8 $(locale -a 2>/dev/null); do
        if (is_utf8 "$name") 2>/dev/null; then
            printf '%s\n' "$name"
            return
        fi
    done
    echo C.UTF-8
}

# Tells whether a locale has UTF-8, by what it does, as one that isn't installed does what C does. The
# sign has three bytes. It sets the locale: call it in a subshell.
is_utf8() {
    local sign=$'\xe2\x82\xac'
    LC_ALL=C
    # shellcheck disable=SC2034 # bash itself uses it
    LC_ALL=$1
    ((${#sign} == 1))
}

# Tells whether the system knows no name for the user, as in a container that runs under any number.
is_nameless() {
    ! id -un >/dev/null 2>&1
}

# Prints a folder that stands in for the home of a user who has none.
stand_in_home() {
    if [[ ${HOME:-} == /* && -d $HOME && -w $HOME ]]; then
        printf '%s\n' "$HOME"
    else
        printf '%s\n' "${TMPDIR:-/tmp}"
    fi
}
