#!/usr/bin/env bash
# Runs all checks and tests: ./test.sh            style, types, and every test
#                            ./test.sh ARGUMENTS  only pytest, with these arguments
#
# Does its own set-up, the browser and PostgreSQL included. With WIJKPULS_REALDATA=FOLDER the tests on Dutch open data run too.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

./setup.sh dev
python="$PWD/.venv/bin/python"
say() { printf '%s\n' "$*" >&2; }

find_chromium() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
}

# A server for the logbook's tests; they start their own, which is gone afterwards.
find_postgresql() {
    command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb'
}

# The program that drives the browser comes with the Python package playwright.
driver_runs() { "$python" -m playwright --version >/dev/null 2>&1; }

# The browser comes from Debian: a test tool's own download is a second, unpinned source.
install_packages() {
    local as_root=()
    say "Installeren voor de tests: $*"
    if [ "$(id -u)" -ne 0 ]; then
        as_root=(sudo)
        [ -t 0 ] || as_root=(sudo -n)   # nobody there to type a password
    fi
    "${as_root[@]}" apt-get update -qq \
        && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            "$@" >/dev/null
}

missing=()
find_chromium >/dev/null || missing+=(chromium)
driver_runs || missing+=(libatomic1)   # the one library it needs that a bare Debian lacks
find_postgresql >/dev/null || missing+=(postgresql)
if [ ${#missing[@]} -gt 0 ]; then
    install_packages "${missing[@]}" || {
        say "Niet te installeren / could not be installed. Doe zelf / please run: apt-get install ${missing[*]}"
        exit 1
    }
fi
WIJKPULS_CHROMIUM="$(find_chromium)"
export WIJKPULS_CHROMIUM

if [ $# -gt 0 ]; then
    exec "$python" -m pytest "$@"
fi

failed=()
check() {
    local name="$1"
    shift
    say ""
    say "== $name"
    "$@" || failed+=("$name")
}

check "style" "$python" -m ruff check .
check "types" "$python" -m mypy
# Two processes for what is computed, one for the browser: it needs both cores to itself.
check "tests" "$python" -m pytest -n 2 --dist loadfile -m "not browser"
check "browser tests" "$python" -m pytest -m browser

if [ ${#failed[@]} -gt 0 ]; then
    say ""
    say "Niet goed / failed: $(IFS=,; echo "${failed[*]}")"
    exit 1
fi
