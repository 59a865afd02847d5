#!/bin/sh
# Gets what the tests of this folder run from Debian: installs PHP and Ruby, and unpacks the wikis and Redmine into a cache. These are
# not installed, so that no service starts. Keeps what is already there. If it fails, the last line says why.
set -eu

home="${DOBROBOT_TRACKERS:-${XDG_CACHE_HOME:-$HOME/.cache}/dobrobot/trackers}"
unpacked='redmine mediawiki mediawiki-classes dokuwiki php-geshi php-phpseclib php-random-compat libphp-simplepie'
php='php-cli php-sqlite3 php-mbstring php-xml php-intl'

installed() { dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

updated=false
update() {
  command -v apt-get >/dev/null || { echo 'there is no apt-get, which brings them from Debian' >&2; exit 1; }
  "$updated" || apt-get update --quiet --quiet
  updated=true
}

for package in $unpacked; do
  [ -e "$home/$package.deb" ] && continue
  update
  fresh=$(mktemp -d)
  (cd "$fresh" && apt-get download --quiet --quiet --option APT::Sandbox::User=root "$package")
  mkdir -p "$home/root"
  dpkg-deb --extract "$fresh"/*.deb "$home/root"
  # Last: marks the package as complete.
  mv "$fresh"/*.deb "$home/$package.deb"
  rmdir "$fresh"
done

# Everything of Ruby that Redmine needs, without what sets up a database for it.
ruby=$(dpkg-deb --field "$home/redmine.deb" Depends | tr ',' '\n' | sed -n 's/^ *\(ruby[a-z0-9-]*\).*/\1/p')
missing=''
for package in $php $ruby ruby-sqlite3 puma; do
  installed "$package" || missing="$missing $package"
done
[ -z "$missing" ] && exit
[ "$(id -u)" -eq 0 ] || { echo "only root can install$missing" >&2; exit 1; }
update
DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet --no-install-recommends $missing
