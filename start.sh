#!/usr/bin/env bash
# Starts the dashboard: ./start.sh [options for streamlit, such as --server.port 8600]
#
# Does its own set-up. Without WIJKPULS_WORKSPACE it shows a fictional gemeente, made on the first start;
# with it, the workspace of your own gemeente, built first when it has no build yet.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

./setup.sh runtime
python="$PWD/.venv/bin/python"
say() { printf '%s\n' "$*" >&2; }

# One line that changes when the code in the given folders changes, so that an update is followed by a rebuild.
version_of() {
    find "$@" -type f \( -name '*.py' -o -name '*.sql' -o -name '*.yaml' \) -print0 \
        | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}

# True when a file holds exactly this line.
holds() { [ "$(cat "$1" 2>/dev/null)" = "$2" ]; }

make_fictional() {
    local folder="$1" made built
    made="$(version_of demo)"
    built="$made $(version_of pipelines indicators geodata logbook privacy)"
    if ! holds "$folder/.made_by" "$made"; then
        say "Fictieve gemeente maken in $folder"
        rm -rf "$folder.part"
        "$python" -m demo "$folder.part"
        printf '%s\n' "$made" > "$folder.part/.made_by"
        if [ -d "$folder/logbook" ]; then
            cp -a "$folder/logbook" "$folder.part/"   # what people wrote stays, also in a fictional gemeente
        fi
        rm -rf "$folder"
        mv "$folder.part" "$folder"   # only whole, so that an interrupted start leaves nothing half made
    fi
    if [ ! -f "$folder/warehouse/current" ] || ! holds "$folder/.built_by" "$built"; then
        "$python" -m pipelines run "$folder"
        printf '%s\n' "$built" > "$folder/.built_by"
    fi
}

if [ -z "${WIJKPULS_WORKSPACE:-}" ]; then
    make_fictional "${WIJKPULS_DEMO_DIR:-workspace-fictief}"
elif [ ! -d "$WIJKPULS_WORKSPACE" ]; then
    say "De map in WIJKPULS_WORKSPACE bestaat niet / no such folder: $WIJKPULS_WORKSPACE"
    exit 2
elif [ ! -f "$WIJKPULS_WORKSPACE/warehouse/current" ]; then
    say "Deze workspace heeft nog geen build; die maak ik nu: $WIJKPULS_WORKSPACE"
    # a folder with too little in it is where everybody begins: the screen Gegevens helps further
    "$python" -m pipelines run "$WIJKPULS_WORKSPACE" \
        || say "Er is nog niets te bouwen. Begin op het scherm Gegevens / begin on the screen Gegevens."
fi

# The port that the options name, else the usual one.
port=8501
previous=""
for option in "$@"; do
    case "$previous $option" in
        "--server.port "*) port="$option" ;;
        *" --server.port="*) port="${option#*=}" ;;
    esac
    previous="$option"
done
say "Wijkpuls: http://localhost:$port"

exec "$python" -m streamlit run dashboard.py "$@"
