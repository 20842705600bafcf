#!/usr/bin/env bash
# Makes the virtual environment in .venv: ./setup.sh [runtime|dev]
#
# Called by start.sh (runtime) and test.sh (dev); there is seldom a reason to call it yourself.
# Installs exactly what the lock file names, and only when that file has changed since the last time,
# so a second call takes no time and needs no network.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

kind="${1:-runtime}"
case "$kind" in
    runtime) lock_files=(requirements.lock) ;;
    dev)     lock_files=(requirements.lock requirements-dev.lock) ;;
    *)       echo "usage: ./setup.sh [runtime|dev]" >&2; exit 2 ;;
esac

say() { printf '%s\n' "$*" >&2; }
stop() { say ""; say "Gestopt / stopped: $1"; [ $# -lt 2 ] || say "$2"; exit 1; }

# Prints the first Python of version 3.11 or newer.
find_python() {
    local name
    for name in python3 python3.11 python3.12 python3.13 python3.14 python; do
        if command -v "$name" >/dev/null 2>&1 \
            && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    stop "Python 3.11 of nieuwer is niet gevonden. Installeer het eerst (Debian: apt-get install python3)." \
         "Python 3.11 or newer was not found. Please install it first."
}

# Debian ships Python without the part that makes virtual environments; this adds it.
add_venv_module() {
    local as_root=()
    say "Python mist de module venv; ik installeer het Debian-pakket python3-venv."
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 || stop \
            "vraag een beheerder om: apt-get install python3-venv" \
            "ask an administrator to run: apt-get install python3-venv"
        as_root=(sudo)
        [ -t 0 ] || as_root=(sudo -n)   # nobody there to type a password
    fi
    command -v apt-get >/dev/null 2>&1 || stop \
        "dit is geen Debian of Ubuntu: installeer zelf de module venv voor Python." \
        "this is not Debian or Ubuntu: please install Python's venv module yourself."
    { "${as_root[@]}" apt-get update -qq \
        && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null; } \
        || stop "python3-venv kon niet worden geïnstalleerd. Vraag een beheerder om: apt-get install python3-venv" \
                "python3-venv could not be installed. Ask an administrator to run: apt-get install python3-venv"
}

# An environment is usable when its Python runs, has pip, and was made in this folder: one that was moved or
# copied here still names the old place in its scripts.
environment_works() {
    [ -x .venv/bin/python ] \
        && grep -qsF "$PWD/.venv" .venv/bin/activate \
        && .venv/bin/python -c 'import pip' 2>/dev/null
}

# Two starts at the same moment must not install over each other.
if command -v flock >/dev/null 2>&1; then
    exec 9>.setup.lock
    flock 9
fi

if ! environment_works; then
    python="$(find_python)"
    "$python" -c 'import ensurepip, venv' 2>/dev/null || add_venv_module
    say "Python-omgeving maken in .venv ($("$python" --version))"
    rm -rf .venv
    "$python" -m venv .venv || stop "de Python-omgeving kon niet worden gemaakt." "the virtual environment could not be made."
fi

python_version="$(.venv/bin/python -c 'import sys; print(sys.version.split()[0])')"
for lock_file in "${lock_files[@]}"; do
    stamp=".venv/installed-$lock_file"
    wanted="$python_version $(sha256sum "$lock_file" | cut -d' ' -f1)"
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
        continue
    fi
    say "Pakketten installeren uit $lock_file (alleen de eerste keer en na een wijziging)"
    quiet=(--quiet)
    [ ! -t 2 ] || quiet=()
    .venv/bin/python -m pip install "${quiet[@]}" --disable-pip-version-check --no-input \
        --require-hashes -r "$lock_file" >&2 \
        || stop "niet alle pakketten konden worden geïnstalleerd; de regels hierboven zeggen waarom. Is er netwerk?" \
                "not all packages could be installed; see the lines above. Is there a network?"
    printf '%s\n' "$wanted" > "$stamp"
done
