#!/bin/sh
# Starts Temporal's server, which has no variable for a file with the password of its database.
set -eu

POSTGRES_PWD=$(cat "$POSTGRES_PWD_FILE")
export POSTGRES_PWD
exec /etc/temporal/entrypoint.sh
