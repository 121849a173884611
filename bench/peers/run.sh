#!/usr/bin/env bash
# Measures what other tools cost: a virtual environment in .cache/peers, made once, then peers.py with the options given.
# Needs Python 3.10 or later with venv.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
environment=.cache/peers
if [ ! -e "$environment/complete" ]; then
  python3 -m venv "$environment"
  # Each on its own: one that does not install must not keep the others out; peers.py says what it lacks.
  grep -v '^#' bench/peers/requirements.txt | while read -r package; do
    "$environment/bin/pip" install --quiet "$package" || echo "peers: $package does not install here" >&2
  done
  touch "$environment/complete"
fi
exec "$environment/bin/python" bench/peers/peers.py "$@"
