#!/usr/bin/env bash
# See bench/plan.ts, which gets the arguments.
set -euo pipefail
cd "$(dirname "$0")/../.."

. test/interop/python.sh
npx --no-install tsup --no-dts --format esm --out-dir .cache/bench --silent --entry.plan bench/plan.ts

exec node .cache/bench/plan.js "$@"
