#!/usr/bin/env bash
# Kills an emulator with a data file 50 times (or as often as the argument says) and checks that nothing is lost.
set -euo pipefail
cd "$(dirname "$0")/../.."

npx --no-install tsup --no-dts --format esm --out-dir .cache/durability --silent \
  --entry.serve test/durability/serve.ts --entry.kill test/durability/kill.ts

exec node .cache/durability/kill.js "$@"
