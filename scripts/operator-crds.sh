#!/usr/bin/env bash
# Fetches the resource definitions of the Prometheus operator from its Go module, once, and prints the folder they are in.
# With --path it only prints where they are looked for. TRAINVITALS_OPERATOR_CRDS names a folder that has them already.
set -euo pipefail

version=v0.93.0
module=github.com/prometheus-operator/prometheus-operator
cache=${TRAINVITALS_CACHE:-${XDG_CACHE_HOME:-~/.cache}/trainvitals}
folder=${TRAINVITALS_OPERATOR_CRDS:-$cache/operator-crds-$version}

fail() {
  echo "operator-crds: $1" >&2
  exit "${2:-1}"
}

case "$#:${1-}" in
  0:) ;;
  1:--path)
    echo "$folder"
    exit
    ;;
  *) fail "expected no argument or --path, got: $*" 2 ;;
esac

if [ -d "$folder" ]; then
  echo "$folder"
  exit
fi
if [ -n "${TRAINVITALS_OPERATOR_CRDS-}" ]; then
  fail "TRAINVITALS_OPERATOR_CRDS must name a folder, got $folder: correct it, or unset it to have them fetched"
fi
command -v go >/dev/null ||
  fail "fetching $module $version needs Go, found none: install it, see https://go.dev/doc/install"

mkdir -p "$cache"
scratch=$(mktemp -d "$folder.XXXXXX")
trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT
# In a folder without a go.mod. The module asks for a newer Go than some have, which Go downloads by itself since 1.21.
(cd "$scratch" && GOWORK=off GOFLAGS= GOTOOLCHAIN=${GOTOOLCHAIN:-auto} go mod download -json "$module@$version") >"$scratch/log" 2>&1 || {
  tail -n 20 "$scratch/log" >&2
  fail "fetching $module $version failed as said above: it needs the Go module proxy"
}
source=$(sed -n 's/^\t"Dir": "\(.*\)",$/\1/p' "$scratch/log")
mkdir "$scratch/crds"
cp "$source"/example/prometheus-operator-crd/*.yaml "$scratch/crds"
# The last step is a rename, so that nobody finds half of them.
mv -T "$scratch/crds" "$folder"
echo "$folder"
