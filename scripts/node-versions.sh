#!/usr/bin/env bash
# Fetches other versions of Node, once, and prints where they are, a line each: those that are supported beside the one
# that runs, and 18, which is not. From the npm package that carries the program; nothing of it is run while it is installed.
#   node-versions.sh            fetches what is missing
#   node-versions.sh --path 22  prints where that one is, or would be
set -euo pipefail

cache="${XDG_CACHE_HOME:-$HOME/.cache}/trainvitals"
case "$(uname -m)" in
  aarch64 | arm64) architecture=arm64 ;;
  *) architecture=x64 ;;
esac
package="node-linux-$architecture"
place() { echo "$cache/node-$1/node_modules/$package/bin/node"; }

if [ "${1:-}" = --path ]; then
  place "$2"
  exit
fi
for version in 18 20 22 24; do
  node="$(place "$version")"
  if [ ! -x "$node" ]; then
    half="$cache/node-$version.half"
    rm -rf "$half"
    mkdir -p "$half"
    npm install --no-save --ignore-scripts --no-audit --no-fund --silent --prefix "$half" "$package@$version"
    rm -rf "$cache/node-$version"
    mv "$half" "$cache/node-$version"
  fi
  echo "$node"
done
