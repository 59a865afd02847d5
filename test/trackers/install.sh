#!/bin/sh
# Brings what the tests of this folder run: PHP, installed, and the wikis as Debian packs them, unpacked into a cache and not installed, so
# that no web server comes with them. What is there already stays. Wants Debian, and root for PHP.
set -eu

home="${DOBROBOT_TRACKERS:-${XDG_CACHE_HOME:-$HOME/.cache}/dobrobot/trackers}"
php='php-cli php-sqlite3 php-mbstring php-xml php-intl'
unpacked='mediawiki mediawiki-classes dokuwiki php-geshi php-phpseclib php-random-compat libphp-simplepie'

installed() { dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

updated=false
update() {
  "$updated" || apt-get update --quiet --quiet
  updated=true
}

for package in $php; do
  installed "$package" && continue
  update
  DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet --no-install-recommends $php
  break
done

for package in $unpacked; do
  [ -e "$home/$package.deb" ] && continue
  update
  fresh=$(mktemp -d)
  (cd "$fresh" && apt-get download --quiet --quiet --option APT::Sandbox::User=root "$package")
  mkdir -p "$home/root"
  dpkg-deb --extract "$fresh"/*.deb "$home/root"
  # Last: it says that all of it is there.
  mv "$fresh"/*.deb "$home/$package.deb"
  rmdir "$fresh"
done
