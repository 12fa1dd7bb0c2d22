#!/usr/bin/env bash
# Loads an emulator in a process of its own: concurrent clients, many automations, many runs. See main.ts.
set -euo pipefail
cd "$(dirname "$0")/../.."

npx --no-install esbuild bench/emulator/serve.ts bench/emulator/main.ts --bundle --platform=node --format=esm \
  --packages=external --loader:.graphql=text --outdir=.cache/emulator-load --out-extension:.js=.mjs --log-level=warning

exec node .cache/emulator-load/main.mjs "$@"
