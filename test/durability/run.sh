#!/usr/bin/env bash
# Kills an emulator with a data file 50 times (or as often as the argument says) and checks that nothing is lost.
set -euo pipefail
cd "$(dirname "$0")/../.."

npx --no-install esbuild test/durability/serve.ts test/durability/kill.ts --bundle --platform=node --format=esm \
  --packages=external --loader:.graphql=text --outdir=.cache/durability --out-extension:.js=.mjs --log-level=warning

exec node .cache/durability/kill.mjs "$@"
