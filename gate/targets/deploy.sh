#!/bin/sh
# A target that verifies the token: deploy.sh COMPONENT TOKEN BUILD switches the link CURRENT to the folder BUILD.
set -eu
component=$1 token=$2 build=$3
here=$(dirname "$0")

"$here/../dobrobot.sh" verify "$component" "$token"
ln -sfn "$build" "$CURRENT"
