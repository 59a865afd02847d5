#!/bin/sh
# Builds OpenTelemetry's collector, with only what the tests need, into the cache. Takes a few minutes and only needs Go. Keeps what is
# already there.
set -eu

home="${DOBROBOT_METRICS:-${XDG_CACHE_HOME:-$HOME/.cache}/dobrobot/metrics}"
[ -e "$home/collector" ] && exit
command -v go >/dev/null || { echo 'there is no Go, by which the collector is built' >&2; exit 1; }
mkdir -p "$home"
cd "$(dirname "$0")/collector"
nice go build -o "$home/collector.unfinished" .
mv "$home/collector.unfinished" "$home/collector"
