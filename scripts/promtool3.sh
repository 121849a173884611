#!/usr/bin/env bash
# Builds the promtool of Prometheus 3 from its Go module, once, and prints where it is: Debian has that of Prometheus 2.
# With --path it only prints where it is looked for. TRAINVITALS_PROMTOOL3 names one that is installed elsewhere.
set -euo pipefail

version=v0.314.0 # the Go module of Prometheus 3.14.0
package=github.com/prometheus/prometheus/cmd/promtool
cache=${TRAINVITALS_CACHE:-${XDG_CACHE_HOME:-~/.cache}/trainvitals}
promtool=${TRAINVITALS_PROMTOOL3:-$cache/promtool-$version}
[[ $promtool == /* ]] || promtool=$PWD/$promtool

fail() {
  echo "promtool3: $1" >&2
  exit "${2:-1}"
}

case "$#:${1-}" in
  0:) ;;
  1:--path)
    echo "$promtool"
    exit
    ;;
  *) fail "expected no argument or --path, got: $*" 2 ;;
esac

if [ -f "$promtool" ] && [ -x "$promtool" ]; then
  echo "$promtool"
  exit
fi
if [ -n "${TRAINVITALS_PROMTOOL3-}" ]; then
  fail "TRAINVITALS_PROMTOOL3 must name a program, got $TRAINVITALS_PROMTOOL3: correct it, or unset it to have one built"
fi

needed="building $package $version needs Go 1.21 or later"
command -v go >/dev/null || fail "$needed, found none: install it, see https://go.dev/doc/install"
# The module asks for a newer Go still, which Go downloads by itself since 1.21. Debian 12 has 1.19.
found=$(go env GOVERSION)
if ! [[ $found =~ go1\.([0-9]+) ]] || ((BASH_REMATCH[1] < 21)); then
  fail "$needed, found $found: install a newer one, see https://go.dev/doc/install"
fi
export GOTOOLCHAIN=${GOTOOLCHAIN:-auto} GOWORK=off GOFLAGS=-mod=mod # Debian's Go stays with its own version by default

# In the cache itself: the last step is a rename, so that nobody finds half a program.
mkdir -p "$(dirname "$promtool")"
scratch=$(mktemp -d "$promtool.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
echo "promtool3: building $package $version, which takes some minutes the first time" >&2
# A module of its own: "go install" refuses modules with replacements, as this one.
(cd "$scratch" && go mod init scratch && go get "$package@$version" && go build -o promtool "$package") \
  >"$scratch/log" 2>&1 || {
  tail -n 20 "$scratch/log" >&2
  fail "building $package $version with $found failed as said above: it needs the Go module proxy, 4 GB of disk and, where Go is older than the module asks for, GOTOOLCHAIN=auto"
}
mv -f "$scratch/promtool" "$promtool"
echo "$promtool"
