#!/bin/sh
# Unpacks Debian's Prometheus and promtool into a cache. They are not installed, so that no service starts. Keeps what is already
# there. If it fails, the last line says why.
set -eu

home="${DOBROBOT_METRICS:-${XDG_CACHE_HOME:-$HOME/.cache}/dobrobot/metrics}"
[ -e "$home/prometheus.deb" ] && exit
command -v apt-get >/dev/null || { echo 'there is no apt-get, which brings Prometheus from Debian' >&2; exit 1; }
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
cd "$fresh"
apt-get update --quiet --quiet
apt-get download --quiet --quiet --option APT::Sandbox::User=root prometheus
mkdir -p "$home/root"
dpkg-deb --extract prometheus_*.deb "$home/root"
# Last: marks the installation as complete.
mv prometheus_*.deb "$home/prometheus.deb"
