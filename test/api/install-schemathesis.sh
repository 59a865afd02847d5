#!/bin/sh
# Installs Schemathesis, which tests an API against its description, from PyPI into the cache, unless it is there.
set -eu

version=4.32.5
home="${DOBROBOT_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/dobrobot/tools}"
[ -e "$home/schemathesis-$version/there" ] && exit
command -v python3 >/dev/null || { echo 'there is no Python, which runs it' >&2; exit 1; }
mkdir -p "$home"
python3 -m venv "$home/schemathesis-$version"
"$home/schemathesis-$version/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$version"
touch "$home/schemathesis-$version/there"
