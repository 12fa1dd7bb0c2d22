#!/usr/bin/env bash
# Kills `apply` 30 times (or as often as the argument says) at random moments, and checks that the next one ends in the
# planned state.
set -euo pipefail
cd "$(dirname "$0")/../.."

. test/cli-roundtrip/built-package.sh
npx --no-install tsup --no-dts --format esm --out-dir .cache/cli-kills --silent --entry.kill test/cli-kills/kill.ts

exec node .cache/cli-kills/kill.js "$package" "$@"
