#!/bin/sh
# Brings PostgreSQL of Debian, the server and the clients by which it is backed up, into a cache: unpacked and not installed, so that no server
# comes with it; only libraries are installed. What is there already stays. Where it cannot, its last line says why.
set -eu

home="${DOBROBOT_POSTGRES:-${XDG_CACHE_HOME:-$HOME/.cache}/dobrobot/postgres}"
command -v apt-get >/dev/null || { echo 'there is no apt-get, which brings PostgreSQL from Debian' >&2; exit 1; }

installed() { dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

if [ ! -e "$home/libraries" ]; then
  fresh=$(mktemp -d)
  trap 'rm -rf "$fresh"' EXIT
  cd "$fresh"
  apt-get update --quiet --quiet
  server=$(apt-cache depends postgresql | sed -n 's/^ *Depends: \(postgresql-[0-9]*\)$/\1/p')
  client=$(echo "$server" | sed 's/-/-client-/')
  apt-get download --quiet --quiet --option APT::Sandbox::User=root "$server" "$client" libpq5
  mkdir -p "$home/root"
  for package in *.deb; do
    dpkg-deb --extract "$package" "$home/root"
    dpkg-deb --field "$package" Depends
  done >depends
  # Last, as it says that all of it is there. LLVM only compiles queries, which the tests have no need of.
  tr ',' '\n' <depends | sed -n 's/^ *\(lib[a-z0-9.+-]*\).*/\1/p' | grep -v '^libllvm\|^libpq5$' | sort -u >libraries
  mv libraries "$home/libraries"
fi

# They are the machine's: a kept cache may come to another one.
missing=''
while read -r package; do
  installed "$package" || missing="$missing $package"
done <"$home/libraries"
[ -z "$missing" ] && exit
[ "$(id -u)" -eq 0 ] || { echo "only root can install$missing" >&2; exit 1; }
apt-get update --quiet --quiet
DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet --no-install-recommends $missing
