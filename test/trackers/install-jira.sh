#!/bin/sh
# Brings an emulator of Jira Data Center 8.20 from PyPI into the cache. What is there already stays.
set -eu

version=0.12.0
home="${DOBROBOT_TRACKERS:-${XDG_CACHE_HOME:-$HOME/.cache}/dobrobot/trackers}"
[ -e "$home/jira820-$version/there" ] && exit
command -v python3 >/dev/null || { echo 'there is no Python, which runs it' >&2; exit 1; }
mkdir -p "$home"
python3 -m venv "$home/jira820-$version"
"$home/jira820-$version/bin/pip" install --quiet --disable-pip-version-check "jira820==$version"
# Last: it says that all of it is there.
touch "$home/jira820-$version/there"
