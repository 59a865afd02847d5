#!/bin/sh
# Activates a new configuration of a server: reload.sh COMPONENT TOKEN NEW_FILE
# CONFIG is the file that the server reads, PID_FILE holds its process ID, CHECK validates a file ("nginx -t -c").
# Runs one at a time, and refuses a token older than the last one used here.
set -eu
component=$1 token=$2 new=$3
here=$(dirname "$0")

exec 9> "$CONFIG.lock"
flock 9

last=$(cat "$CONFIG.token" 2> /dev/null || echo 0)
if [ "$token" -lt "$last" ]; then
  echo "$token is older than $last, which was here already." >&2
  exit 1
fi
"$here/../dobrobot.sh" verify "$component" "$token" 9>&-
echo "$token" > "$CONFIG.token"
${CHECK:-test -s} "$new"
cp "$new" "$CONFIG.new"
mv "$CONFIG.new" "$CONFIG"
kill -HUP "$(cat "$PID_FILE")"
