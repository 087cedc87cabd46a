# Shared by the scripts of this folder; read, not run.
set -euo pipefail
# Lets the compiler cache work with precompiled headers.
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "$*" >&2; }
fail() {
    say "$*"
    exit 1
}

# configure_and_build PRESET [TARGET...]: all targets when none is named.
configure_and_build() {
    local preset=$1
    shift
    local options=()
    # The programs are built for processors of the last ten years; an older one gets what it can run.
    if [[ -r /proc/cpuinfo ]] && ! { grep -qw avx2 /proc/cpuinfo && grep -qw bmi2 /proc/cpuinfo && grep -qw fma /proc/cpuinfo; }; then
        options+=(-DQD_ARCH=x86-64-v2)
    fi
    # QD_PCH=ON: precompiled headers for everything, which a build from nothing is faster with. Said either way, or the
    # choice of an earlier build would stay in the cache; the other presets choose for themselves.
    # QD_UNITY=ON: files of a room compiled together, for the same reason.
    if [[ $preset == release ]]; then options+=("-DQD_PCH=${QD_PCH:-OFF}" "-DQD_UNITY=${QD_UNITY:-OFF}"); fi
    # What is built says so on stderr: stdout belongs to the program that is started next.
    cmake --preset "$preset" "${options[@]}" >&2
    cmake --build --preset "$preset" --parallel "$(nproc)" ${1:+--target "$@"} >&2
}

# A folder for sockets that only we can read, as Qt and D-Bus want it.
private_runtime_folder() {
    if [[ -n ${XDG_RUNTIME_DIR:-} && -O $XDG_RUNTIME_DIR && $(stat -c %a "$XDG_RUNTIME_DIR") == 700 ]]; then return; fi
    XDG_RUNTIME_DIR=$(mktemp -d)
    export XDG_RUNTIME_DIR
    chmod 0700 "$XDG_RUNTIME_DIR"
    trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
}

# Runs a command with a session bus, its own where there is none.
with_session_bus() {
    if [[ -n ${DBUS_SESSION_BUS_ADDRESS:-} ]]; then
        "$@"
    else
        dbus-run-session -- "$@"
    fi
}
