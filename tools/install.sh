#!/bin/sh
# install.sh PACKAGE TEST...: unless the command TEST succeeds, installs a Debian package where apt may be used without
# a password, else says the one command to type. Never fails: whatever needs the package says so by itself.
set -u
package=$1
shift

"$@" >/dev/null 2>&1 && exit 0
[ "$(uname)" = Linux ] || exit 0

apt() {
    if [ "$(id -u)" = 0 ]; then
        env DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@"
    else
        sudo -n env DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@"
    fi >/dev/null 2>&1
}

echo "Il manque $package : essai d'installation par apt."
apt update
apt install --no-install-recommends "$package" && exit 0
echo "Installez $package par « sudo apt install $package » (ou par l'outil de votre distribution)." >&2
