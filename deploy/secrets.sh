#!/bin/sh
# Makes the files of docker-compose.yml in secrets/: a password for each database and what signs the sessions of the page, once, and Slack's
# tokens and the secret of the sign-in from .env; and settings/, the folder of the configuration, from dobrobot.yaml and tickets.yaml.
# What is there already stays. PostgreSQL keeps the password with which it was first started.
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
# The containers read them as other users; nobody else gets into the folder.
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
# Empty where nobody signs in: Compose mounts what is there.
keep slack_client_secret "${SLACK_CLIENT_SECRET:-}"
