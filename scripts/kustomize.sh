#!/usr/bin/env bash
# Builds kustomize, once, and prints where it is: the version in kubectl 1.32. See go-tool.sh. Debian 12's kubectl is of
# 2021 and has a kustomize that is older still.
set -euo pipefail

exec "$(dirname "${BASH_SOURCE[0]}")/go-tool.sh" kustomize sigs.k8s.io/kustomize/kustomize/v5 v5.5.0 "$@"
