#!/bin/sh
# Builds Gitea from its Go module into the cache, in a few minutes. Only needs Go. Keeps what is already there. Its pages have no
# styles, since Node builds these, but its API is complete.
set -eu

version=v1.26.0
home="${DOBROBOT_TRACKERS:-${XDG_CACHE_HOME:-$HOME/.cache}/dobrobot/trackers}"
[ -e "$home/gitea-$version/gitea" ] && exit
command -v go >/dev/null || { echo 'there is no Go, by which Gitea is built' >&2; exit 1; }

source=$(go mod download -json "code.gitea.io/gitea@$version" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# The replacements of a module apply only to itself, not when it is a dependency.
{
  echo 'module gitea.test'
  grep '^go ' "$source/go.mod"
  echo "require code.gitea.io/gitea $version"
  grep '^replace ' "$source/go.mod"
} >go.mod
cp "$source/go.sum" .
chmod u+w go.sum
mkdir site
# Gitea reads these at runtime.
cp -R "$source/options" "$source/templates" "$source/public" site
chmod -R u+w site
nice go build -mod=mod -tags 'sqlite sqlite_unlock_notify' -o site/gitea code.gitea.io/gitea
mkdir -p "$home"
mv site "$home/gitea-$version"
