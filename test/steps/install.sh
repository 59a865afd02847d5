#!/bin/sh
# Brings what `npm run test:steps` needs into a cache outside of the clone: act (built by Go), gitlab-ci-local, and rsync for it.
set -eu
cache="${STEPS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/dobrobot/steps}"
mkdir -p "$cache"
cd "$cache"
[ -x act ] || GOBIN="$cache" go install github.com/nektos/act@v0.2.89
[ -x node_modules/.bin/gitlab-ci-local ] || npm install --no-save --no-audit --no-fund --prefix "$cache" gitlab-ci-local@4.61.1
if ! command -v rsync > /dev/null && [ ! -x usr/bin/rsync ]; then
  apt-get download rsync
  for package in rsync_*.deb; do dpkg -x "$package" .; done
fi
