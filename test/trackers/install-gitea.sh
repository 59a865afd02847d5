#!/bin/sh
# Builds Gitea into the cache, in a few minutes, from its module: so it needs Go alone. What is there already stays. Its pages have no look
# without what Node builds for them, but its API is whole.
set -eu

version=v1.26.0
home="${DOBROBOT_TRACKERS:-${XDG_CACHE_HOME:-$HOME/.cache}/dobrobot/trackers}"
[ -e "$home/gitea-$version/gitea" ] && exit
command -v go >/dev/null || { echo 'there is no Go, by which Gitea is built' >&2; exit 1; }

source=$(go mod download -json "code.gitea.io/gitea@$version" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# What a module replaces holds for itself alone, not for one that has it as a dependency.
{
  echo 'module gitea.test'
  grep '^go ' "$source/go.mod"
  echo "require code.gitea.io/gitea $version"
  grep '^replace ' "$source/go.mod"
} >go.mod
cp "$source/go.sum" .
chmod u+w go.sum
mkdir site
# It reads these as it runs.
cp -R "$source/options" "$source/templates" "$source/public" site
chmod -R u+w site
nice go build -mod=mod -tags 'sqlite sqlite_unlock_notify' -o site/gitea code.gitea.io/gitea
mkdir -p "$home"
mv site "$home/gitea-$version"
