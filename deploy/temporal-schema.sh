#!/bin/sh
# Creates Temporal's two databases and upgrades their schemas to the version of this image. Changes nothing if they are up to date.
# SQL_PASSWORD_FILE is the file with the password.
set -eu

SQL_PASSWORD=$(cat "$SQL_PASSWORD_FILE")
export SQL_PASSWORD

for database in temporal temporal_visibility; do
  case $database in
    temporal) schema=temporal ;;
    temporal_visibility) schema=visibility ;;
  esac
  tool() {
    temporal-sql-tool --plugin postgres12 --ep postgresql -u temporal -p 5432 --db "$database" "$@"
  }
  tool create
  tool setup-schema -v 0.0
  tool update-schema -d "/etc/temporal/schema/postgresql/v12/$schema/versioned"
done
