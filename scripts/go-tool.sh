#!/usr/bin/env bash
# Builds a program from its Go module, once, and prints where it is: go-tool.sh NAME PACKAGE VERSION [--path].
# With --path it only prints where it is looked for. TRAINVITALS_<NAME> names one that is installed elsewhere.
# Go modules in scripts/NAME/ stand in for the ones they are named after; they are part of what is built.
set -euo pipefail

name=$1 package=$2 version=$3
shift 3
stand_ins=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/$name
variable=TRAINVITALS_$(tr a-z- A-Z_ <<<"$name")
cache=${TRAINVITALS_CACHE:-${XDG_CACHE_HOME:-~/.cache}/trainvitals}
command=${package%/v[0-9]} # a module's major version is no part of its program's name
program=${!variable:-$cache/${command##*/}-$version}
[[ $program == /* ]] || program=$PWD/$program

fail() {
  echo "$name: $1" >&2
  exit "${2:-1}"
}

case "$#:${1-}" in
  0:) ;;
  1:--path)
    echo "$program"
    exit
    ;;
  *) fail "expected no argument or --path, got: $*" 2 ;;
esac

if [ -f "$program" ] && [ -x "$program" ]; then
  echo "$program"
  exit
fi
if [ -n "${!variable-}" ]; then
  fail "$variable must name a program, got ${!variable}: correct it, or unset it to have one built"
fi

needed="building $package $version needs Go 1.21 or later"
command -v go >/dev/null || fail "$needed, found none: install it, see https://go.dev/doc/install"
# The modules ask for a newer Go still, which Go downloads by itself since 1.21. Debian 12 has 1.19.
found=$(go env GOVERSION)
if ! [[ $found =~ go1\.([0-9]+) ]] || ((BASH_REMATCH[1] < 21)); then
  fail "$needed, found $found: install a newer one, see https://go.dev/doc/install"
fi
export GOTOOLCHAIN=${GOTOOLCHAIN:-auto} GOWORK=off GOFLAGS=-mod=mod # Debian's Go stays with its own version by default

# In the cache itself: the last step is a rename, so that nobody finds half a program.
mkdir -p "$(dirname "$program")"
scratch=$(mktemp -d "$program.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
echo "$name: building $package $version, which takes some minutes the first time" >&2

build() {
  # A module of its own: "go install" refuses modules with replacements, as Prometheus.
  cd "$scratch" && go mod init scratch || return
  local module
  for module in "$stand_ins"/*/go.mod; do
    [ -f "$module" ] || continue
    go mod edit -replace "$(awk '$1 == "module" { print $2 }' "$module")=$(dirname "$module")" || return
  done
  go get "$package@$version" && go build -o program "$package"
}
(build) >"$scratch/log" 2>&1 || {
  tail -n 20 "$scratch/log" >&2
  fail "building $package $version with $found failed as said above: it needs the Go module proxy, 4 GB of disk and, where Go is older than the module asks for, GOTOOLCHAIN=auto"
}
mv -f "$scratch/program" "$program"
echo "$program"
