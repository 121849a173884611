#!/usr/bin/env bash
# Builds kubectl-validate, once, and prints where it is: the API server's own validation, with the schemas of Kubernetes
# in it, for files and without a cluster. See go-tool.sh.
set -euo pipefail

exec "$(dirname "${BASH_SOURCE[0]}")/go-tool.sh" kubectl-validate sigs.k8s.io/kubectl-validate v0.0.4 "$@"
