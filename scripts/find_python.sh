#!/usr/bin/env bash
# Prints the first Python that is new enough and can make a virtual environment.
set -eu
. "$(dirname "$0")/install.sh"

# Run, not only looked up: a version manager's stand-in may be on PATH and still refuse.
new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

makes_environments() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

find_python() {
    local name
    for name in ${PYTHON:-python3.11 python3.12 python3.13 python3 python}; do
        if new_enough "$name" && makes_environments "$name"; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

find_python && exit 0
install_or_tell "Python 3.11 or newer with venv" python3 python3-venv >&2 || exit 1
find_python && exit 0
echo "The system's Python is older than 3.11. Please install Python 3.11, 3.12 or 3.13 with venv." >&2
exit 1
