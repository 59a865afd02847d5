#!/bin/sh
# Builds Temporal's server and its database tool from their Go module into the cache, in some five minutes. Only needs Go. Keeps what
# is already there.
set -eu

version=v1.32.1
home="${DOBROBOT_TEMPORAL_SERVER:-${XDG_CACHE_HOME:-$HOME/.cache}/dobrobot/temporal-server}/$version"
[ -x "$home/temporal-server" ] && [ -x "$home/temporal-sql-tool" ] && exit
command -v go >/dev/null || { echo "there is no Go, by which Temporal's server is built" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
GOBIN="$work" nice go install "go.temporal.io/server/cmd/server@$version"
GOBIN="$work" nice go install "go.temporal.io/server/cmd/tools/sql@$version"
mkdir -p "$home"
mv "$work/server" "$home/temporal-server"
mv "$work/sql" "$home/temporal-sql-tool"
