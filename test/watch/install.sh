#!/bin/sh
# Gets what the tests of this folder run from Debian, apart from the Prometheus of test/metrics: unpacks Zabbix and Alertmanager into a
# cache, not installed, so that no service starts, and installs PHP and the libraries they need. Keeps what is already there. If it
# fails, the last line says why.
set -eu

home="${DOBROBOT_WATCH:-${XDG_CACHE_HOME:-$HOME/.cache}/dobrobot/watch}"
# The agent's package contains `zabbix_sender`.
unpacked='zabbix-server-pgsql zabbix-frontend-php zabbix-agent prometheus-alertmanager'
php='php-cli php-bcmath php-mbstring php-pgsql php-xml'

installed() { dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

only_root() { [ "$(id -u)" -eq 0 ] || { echo "only root can install$1" >&2; exit 1; }; }

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

missing=''
for package in $php $(
  for program in zabbix-server-pgsql zabbix-agent; do dpkg-deb --field "$home/$program.deb" Depends; done |
    tr ',' '\n' | sed -n 's/^ *\(lib[a-z0-9.-]*\).*/\1/p' | sort -u
); do
  installed "$package" || missing="$missing $package"
done
if [ -n "$missing" ]; then
  only_root "$missing"
  update
  DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet --no-install-recommends $missing
fi

# Alertmanager does not start without these.
templates=/usr/share/prometheus/alertmanager
[ -e "$templates" ] && exit
only_root " $templates"
mkdir -p "$(dirname "$templates")"
cp -R "$home/root$templates" "$templates"
