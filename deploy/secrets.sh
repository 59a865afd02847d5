#!/bin/sh
# Creates the files for docker-compose.yml in secrets/: random passwords for the databases and the key that signs the page's sessions; Slack's
# tokens and the sign-in secret come from .env. Creates settings/, the folder of the configuration, from dobrobot.yaml and tickets.yaml.
# Existing files are kept, because PostgreSQL keeps the password of its first start.
set -eu

cd "$(dirname "$0")/.."
# shellcheck disable=SC1091
. ./.env
if [ -n "${SLACK_CLIENT_SECRET:-}" ] && [ -z "${SLACK_CLIENT_ID:-}" ]; then
  echo 'SLACK_CLIENT_SECRET is set in .env, and SLACK_CLIENT_ID is not: nobody would have to sign in. Set both or none.' >&2
  exit 1
fi
mkdir -p settings
for file in dobrobot.yaml tickets.yaml; do
  [ -e "settings/$file" ] || cp "$file" settings/
done
umask 077
mkdir -p secrets
# World-readable, because containers read them as other users. The folder itself is closed to everyone else.
keep() {
  [ -s "secrets/$1" ] || printf '%s' "$2" >"secrets/$1"
  chmod 644 "secrets/$1"
}
word() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

keep temporal_database_password "$(word)"
keep log_database_password "$(word)"
keep log_database_url "postgres://dobrobot:$(cat secrets/log_database_password)@log-database:5432/dobrobot"
keep slack_bot_token "${SLACK_BOT_TOKEN:?set it in .env}"
keep slack_app_token "${SLACK_APP_TOKEN:?set it in .env}"
keep web_secret "$(word)"
# Empty without sign-in, because Compose needs the file to exist.
keep slack_client_secret "${SLACK_CLIENT_SECRET:-}"
