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

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    as_root=(sudo)
    [ -t 0 ] || as_root=(sudo -n)   # nobody there to type a password
fi

# The browser comes from Debian: a test tool's own download is a second, unpinned source.
install_packages() {
    say "Installeren voor de tests: $*"
    "${as_root[@]}" apt-get update -qq \
        && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            "$@" >/dev/null
}

missing=()
find_chromium >/dev/null || missing+=(chromium)
driver_runs || missing+=(libatomic1)   # the one library it needs that a bare Debian lacks
find_postgresql >/dev/null || missing+=(postgresql)
# The provider for the tests of signing in runs on node.
{ command -v node && command -v npm; } >/dev/null || missing+=(nodejs npm)
if [ ${#missing[@]} -gt 0 ]; then
    install_packages "${missing[@]}" || {
        say "Niet te installeren / could not be installed. Doe zelf / please run: apt-get install ${missing[*]}"
        exit 1
    }
fi
# The door of deploy/Caddyfile. Not every system has it; the tests of hosting are skipped there.
if ! command -v caddy >/dev/null; then
    if install_packages caddy; then
        missing+=(caddy)
    else
        say "Caddy ontbreekt; de tests van het draaien bij een gemeente worden overgeslagen / Caddy is missing; the tests of hosting are skipped."
    fi
fi
# Debian starts what it installs. The tests start their own, so nothing is left listening.
for service in postgresql caddy; do
    if [[ " ${missing[*]} " == *" $service "* ]] && [ -d /run/systemd/system ]; then
        "${as_root[@]}" systemctl disable --quiet --now "$service" || true
    fi
done
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

# Looks the locked packages up in the public list of weaknesses; where that list cannot be reached it
# says so, and how many packages were not looked at.
audit_packages() {
    local said unknown
    if said="$("$python" -m pip_audit --disable-pip --require-hashes -r requirements.lock --progress-spinner off 2>&1)"; then
        unknown="$(grep -c "could not be audited" <<< "$said" || true)"
        [ "$unknown" -eq 0 ] || say "NIET NAGEKEKEN / NOT CHECKED: $unknown packages; the list of known weaknesses does not answer here."
    elif grep -qE "ConnectionError|ServiceError|Max retries|Name or service|HTTPError|Timeout|SSLError" <<< "$said"; then
        say "NIET NAGEKEKEN / NOT CHECKED: the list of known weaknesses cannot be reached from here."
    else
        say "$said"
        return 1
    fi
}

check "style" "$python" -m ruff check .
check "types" "$python" -m mypy
check "known weaknesses of packages" audit_packages
# Two processes for what is computed, one for the browser: it needs both cores to itself.
check "tests" "$python" -m pytest -n 2 --dist loadfile -m "not browser"
check "browser tests" "$python" -m pytest -m browser

if [ ${#failed[@]} -gt 0 ]; then
    say ""
    say "Niet goed / failed: $(IFS=,; echo "${failed[*]}")"
    exit 1
fi
