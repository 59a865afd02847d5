#!/bin/sh
# Installs an emulator of Jira Data Center 8.20 from PyPI into the cache. Keeps what is already there.
set -eu

version=0.12.0
home="${DOBROBOT_TRACKERS:-${XDG_CACHE_HOME:-$HOME/.cache}/dobrobot/trackers}"
[ -e "$home/jira820-$version/there" ] && exit
command -v python3 >/dev/null || { echo 'there is no Python, which runs it' >&2; exit 1; }
mkdir -p "$home"
python3 -m venv "$home/jira820-$version"
"$home/jira820-$version/bin/pip" install --quiet --disable-pip-version-check "jira820==$version"
# Last: marks the installation as complete.
touch "$home/jira820-$version/there"
