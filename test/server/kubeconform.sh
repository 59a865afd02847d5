#!/bin/sh
# Builds kubeconform into the cache from its module, so it needs Go alone; prints its path. What is there already stays.
set -eu

version=v0.7.0
home="${XDG_CACHE_HOME:-$HOME/.cache}/dobrobot/kubeconform/$version"
echo "$home/kubeconform"
[ -x "$home/kubeconform" ] && exit
command -v go >/dev/null || { echo 'there is no Go, by which kubeconform is built' >&2; exit 1; }
mkdir -p "$home"
GOBIN="$home" nice go install "github.com/yannh/kubeconform/cmd/kubeconform@$version"
