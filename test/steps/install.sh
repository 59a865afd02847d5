#!/bin/sh
# Installs what `npm run test:steps` needs into a cache outside of the clone: act (built with Go), gitlab-ci-local, and rsync for it.
set -eu
cache="${STEPS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/dobrobot/steps}"
mkdir -p "$cache"
cd "$cache"
[ -x act ] || GOBIN="$cache" go install github.com/nektos/act@v0.2.89
[ -x node_modules/.bin/gitlab-ci-local ] || npm install --no-save --no-audit --no-fund --prefix "$cache" gitlab-ci-local@4.61.1
# Unpacked, not installed; a script with its name runs it with its libraries.
if [ ! -x bin/rsync ]; then
  if command -v rsync > /dev/null; then
    mkdir -p bin && ln -sf "$(command -v rsync)" bin/rsync
  else
    apt-get download --quiet --quiet --option APT::Sandbox::User=root rsync libpopt0 libxxhash0 liblz4-1
    for package in *.deb; do dpkg-deb --extract "$package" .; done
    mkdir -p bin
    libraries=$(find "$cache/usr/lib" "$cache/lib" -name '*.so.*' -exec dirname {} + | sort -u | paste -sd :)
    printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s/usr/bin/rsync "$@"\n' "$libraries" "$cache" > bin/rsync
    chmod +x bin/rsync
  fi
fi
