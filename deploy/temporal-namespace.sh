#!/bin/sh
# Creates dobrobot's namespace unless it exists. Uses TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE from the environment.
set -eu

if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  exit 0
fi
temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 30d
