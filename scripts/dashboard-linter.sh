#!/usr/bin/env bash
# Builds Grafana's dashboard-linter, once, and prints where it is. See go-tool.sh.
# It is under the Apache License, two modules that it imports are under the AGPL: those in dashboard-linter/ stand in for
# them. They know no queries for Loki and no dashboards of Grafana's schema 2, of which this project has none.
set -euo pipefail

exec "$(dirname "${BASH_SOURCE[0]}")/go-tool.sh" dashboard-linter github.com/grafana/dashboard-linter v0.2.0 "$@"
