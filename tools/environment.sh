#!/bin/sh
# Brings .venv in step with requirements.lock and pyproject.toml; does nothing, without network, when it already is.
set -eu
stamp=.venv/stamp

state() {
    pwd
    cat requirements.lock pyproject.toml
}

is_recent() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for python in python3 python3.14 python3.13 python3.12 python3.11 python; do
        is_recent "$python" && echo "$python" && return
    done
    found=$(python3 --version 2>/dev/null || echo "aucun Python")
    echo "Le cours demande Python 3.11 ou plus récent (trouvé : $found) ; installez-le, puis relancez." >&2
    exit 1
}

require_venv() { # Debian and Ubuntu ship it apart
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return
    echo "Il manque le module venv de Python ; installez-le par « sudo apt install python3-venv », puis relancez." >&2
    exit 1
}

is_usable() { # a folder that was moved or copied has scripts that name the old place
    is_recent .venv/bin/python && grep -qF "$(pwd)/.venv/bin/python" .venv/bin/pip 2>/dev/null
}

show_progress() {
    while sleep 1 >/dev/null 2>&1; do printf .; done
}

install() {
    .venv/bin/python -m pip install --disable-pip-version-check "$@" >>.venv/install.log 2>&1 && return
    printf '\n'
    tail -n 15 .venv/install.log >&2
    echo "L'installation a échoué ; son journal est dans .venv/install.log. Corrigez la cause, puis relancez." >&2
    exit 1
}

state | cmp -s - "$stamp" && exit 0

python=$(find_python)
require_venv "$python"
echo "Installation de l'environnement du cours dans .venv : quelques minutes, une seule fois."
show_progress &
trap "kill $!" EXIT
trap 'exit 130' INT TERM
rm -f "$stamp"
is_usable || rm -rf .venv
"$python" -m venv .venv
: >.venv/install.log
install --require-hashes -r requirements.lock
install --no-deps --no-build-isolation -e .
state >"$stamp"
printf '\n'
