#!/bin/sh
# Starts Temporal's server, which cannot read its database password from a file by itself.
set -eu

POSTGRES_PWD=$(cat "$POSTGRES_PWD_FILE")
export POSTGRES_PWD
exec /etc/temporal/entrypoint.sh
