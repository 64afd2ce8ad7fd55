# Sourced: install_or_tell WHAT PACKAGE… installs Debian packages, or prints the line that does.

may_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt_install() {
    as_root apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

install_or_tell() {
    local what="$1"
    shift
    if may_install; then
        echo "Installing $what: $*"
        apt_install "$@" >/dev/null && return 0
    fi
    if command -v apt-get >/dev/null; then
        echo "Missing $what. Please run: sudo apt-get install -y $*" >&2
    else
        echo "Missing $what. Please install what your system calls (Debian names): $*" >&2
    fi
    return 1
}
