#!/bin/sh
# Installs kustomize and kubeconform, built with Go, and the schemas of Kubernetes, from a PyPI package, into a cache. Keeps what is
# already there. If it fails, the last line says why.
set -eu

kustomize=v5.8.1
kubeconform=v0.8.0
schemas=1.37.0
home="${DOBROBOT_KUBERNETES:-${XDG_CACHE_HOME:-$HOME/.cache}/dobrobot/kubernetes}/$kustomize-$kubeconform-$schemas"
[ -e "$home/there" ] && exit
for tool in go python3; do
  command -v "$tool" >/dev/null || { echo "there is no $tool, which brings kustomize, kubeconform and the schemas" >&2; exit 1; }
done
mkdir -p "$home"
GOBIN="$home" nice go install "sigs.k8s.io/kustomize/kustomize/v5@$kustomize"
GOBIN="$home" nice go install "github.com/yannh/kubeconform/cmd/kubeconform@$kubeconform"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --target "$work" "kubernetes-validate==$schemas"
rm -rf "$home/schemas"
mv "$work/kubernetes_validate/kubernetes-json-schema/v${schemas%.*}.0-local-strict" "$home/schemas"
# The schemas refer to each other by a public URL. Rewritten so that each finds the others beside it without a request.
find "$home/schemas" -name '*.json' -exec sed -i -e 's|"$id": "https:|"$comment": "https:|' -e 's|"/api/_definitions.json#|"_definitions.json#|' {} +
# Last: marks the installation as complete.
touch "$home/there"
