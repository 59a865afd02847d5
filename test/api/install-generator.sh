#!/bin/sh
# Installs openapi-generator, which generates clients from a description, from Maven Central into the cache, unless it is there. It needs Java to run.
set -eu

version=7.25.0
home="${DOBROBOT_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/dobrobot/tools}"
jar="openapi-generator-cli-$version.jar"
[ -e "$home/$jar" ] && exit
command -v java >/dev/null || { echo 'there is no Java, which runs it' >&2; exit 1; }
mkdir -p "$home"
fresh=$(mktemp -d "$home/fresh.XXXXXX")
trap 'rm -rf "$fresh"' EXIT
if command -v mvn >/dev/null; then
  mvn --quiet --batch-mode dependency:copy -Dartifact="org.openapitools:openapi-generator-cli:$version" -DoutputDirectory="$fresh"
else
  curl --fail --silent --show-error --location --output "$fresh/$jar" \
    "https://repo1.maven.org/maven2/org/openapitools/openapi-generator-cli/$version/$jar"
fi
mv "$fresh/$jar" "$home"
