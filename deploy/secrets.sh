#!/bin/sh
# Makes the files of docker-compose.yml in secrets/: a password for each database, once, and the tokens of Slack from .env.
# What is there already stays. PostgreSQL keeps the password with which it was first started.
set -eu

cd "$(dirname "$0")/.."
# shellcheck disable=SC1091
. ./.env
umask 077
mkdir -p secrets
# The containers read them as other users; nobody else gets into the folder.
keep() {
  [ -e "secrets/$1" ] || printf '%s\n' "$2" >"secrets/$1"
  chmod 644 "secrets/$1"
}
word() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

keep temporal_database_password "$(word)"
keep log_database_password "$(word)"
keep log_database_url "postgres://dobrobot:$(cat secrets/log_database_password)@log-database:5432/dobrobot"
keep slack_bot_token "${SLACK_BOT_TOKEN:?set it in .env}"
keep slack_app_token "${SLACK_APP_TOKEN:?set it in .env}"
