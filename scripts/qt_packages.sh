#!/usr/bin/env bash
# Checks what Qt needs from the system: its libraries and one Chinese font.
# With the argument "screen", also what a real window needs. Never fails the caller:
# the program itself says what it misses, and a library may sit where we do not look.
set -eu
. "$(dirname "$0")/install.sh"
PATH="$PATH:/usr/sbin:/sbin"

# Shared object and the Debian package that brings it, as read from the Qt wheels.
ALWAYS="libGL.so.1 libgl1
libEGL.so.1 libegl1
libX11.so.6 libx11-6
libxkbcommon.so.0 libxkbcommon0
libglib-2.0.so.0 libglib2.0-0
libfontconfig.so.1 libfontconfig1
libfreetype.so.6 libfreetype6
libdbus-1.so.3 libdbus-1-3"
ON_SCREEN="libX11-xcb.so.1 libx11-xcb1
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render.so.0 libxcb-render0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-shm.so.0 libxcb-shm0
libxcb-sync.so.1 libxcb-sync1
libxcb-util.so.1 libxcb-util1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xkb.so.1 libxcb-xkb1
libwayland-client.so.0 libwayland-client0
libwayland-cursor.so.0 libwayland-cursor0"

missing_libraries() {
    local known object package
    known="$(ldconfig -p)"
    while read -r object package; do
        case "$known" in *"$object "*) ;; *) echo "$package" ;; esac
    done
}

has_chinese_font() {
    if command -v fc-list >/dev/null; then
        [ -n "$(fc-list :lang=zh family)" ]
    else
        find /usr/share/fonts /usr/local/share/fonts "$HOME/.local/share/fonts" 2>/dev/null |
            grep -qiE 'wqy|cjk|droidsansfallback|uming|ukai|simsun|msyh'
    fi
}

# Only Linux keeps these apart from the desktop; elsewhere Qt's wheels bring all they need.
[ "$(uname -s)" = Linux ] && command -v ldconfig >/dev/null || exit 0

wanted="$ALWAYS"
[ "${1:-}" = screen ] && wanted="$ALWAYS
$ON_SCREEN"
packages="$(missing_libraries <<<"$wanted")"
has_chinese_font || packages="$packages fonts-wqy-microhei"
# shellcheck disable=SC2086  # a list of package names
[ -z "${packages// /}" ] || install_or_tell "what the window needs from the system" $packages || true
