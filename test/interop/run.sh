#!/usr/bin/env bash
# Drives the emulator with the real Python client. Needs python3 with venv, and PyPI the first time.
set -euo pipefail
cd "$(dirname "$0")/../.."

venv=.cache/venv
if ! "$venv/bin/python" -c 'import wandb; assert wandb.__version__.startswith("0.31.")' 2>/dev/null; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "wandb==0.31.*"
fi

npx --no-install tsup --no-dts --format esm --out-dir .cache/interop --silent \
  --entry.serve test/interop/serve.ts --entry.cross test/interop/cross.ts

exec "$venv/bin/python" test/interop/driver.py
