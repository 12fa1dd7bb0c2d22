#!/usr/bin/env bash
# Loads an emulator in a process of its own: concurrent clients, many automations, many runs. See main.ts.
set -euo pipefail
cd "$(dirname "$0")/../.."

npx --no-install tsup --no-dts --format esm --out-dir .cache/emulator-load --silent \
  --entry.serve bench/emulator/serve.ts --entry.main bench/emulator/main.ts

exec node .cache/emulator-load/main.js "$@"
