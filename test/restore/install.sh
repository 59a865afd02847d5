#!/bin/sh
# Unpacks Debian's PostgreSQL into a cache: the server, and the clients that back it up. They are not installed, so that no service
# starts; only libraries are installed. Keeps what is already there. If it fails, the last line says why.
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
  # Last: marks the cache as complete. LLVM only compiles queries, which the tests do not need.
  tr ',' '\n' <depends | sed -n 's/^ *\(lib[a-z0-9.+-]*\).*/\1/p' | grep -v '^libllvm\|^libpq5$' | sort -u >libraries
  mv libraries "$home/libraries"
fi

# Libraries belong to the machine: a kept cache may be moved to another one.
missing=''
while read -r package; do
  installed "$package" || missing="$missing $package"
done <"$home/libraries"
[ -z "$missing" ] && exit
[ "$(id -u)" -eq 0 ] || { echo "only root can install$missing" >&2; exit 1; }
apt-get update --quiet --quiet
DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet --no-install-recommends $missing
