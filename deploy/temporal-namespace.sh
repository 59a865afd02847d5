#!/bin/sh
# Creates the namespace of dobrobot unless it is there. TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE come from the environment.
set -eu

if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  exit 0
fi
temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 30d
