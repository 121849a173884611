#!/usr/bin/env bash
# Builds the promtool of Prometheus 3, once, and prints where it is: Debian has that of Prometheus 2. See go-tool.sh.
set -euo pipefail

version=v0.314.0 # the Go module of Prometheus 3.14.0
package=github.com/prometheus/prometheus/cmd/promtool
exec "$(dirname "${BASH_SOURCE[0]}")/go-tool.sh" promtool3 "$package" "$version" "$@"
