#!/usr/bin/env bash
# Drives the emulator with the real Python client, and holds what is committed of it against it. Needs python3 with
# venv, and PyPI the first time.
set -euo pipefail
cd "$(dirname "$0")/../.."

. test/interop/python.sh

# Fails if a committed file isn't what its script writes.
is_current() {
  local script="$1" file="$2"
  if "$venv/bin/python" "test/interop/$script" | cmp --silent - "$file"; then
    echo "ok    $file is what $script writes"
  else
    echo "FAIL  $file isn't what $script writes: write it again, and bring what depends on it up to date"
    return 1
  fi
}
is_current parity.py test/fixtures/python-names.json &
names=$!
is_current simplify.py test/fixtures/simplify.json &
filters=$!

npx --no-install tsup --no-dts --format esm --out-dir .cache/interop --silent \
  --entry.serve test/interop/serve.ts --entry.cross test/interop/cross.ts

failed=0
"$venv/bin/python" test/interop/driver.py || failed=1
wait "$names" || failed=1
wait "$filters" || failed=1

# Automations drawn anew, which both clients build, read and write back.
mkdir -p .cache/vectors
"$venv/bin/python" test/interop/vectors.py 500 31 >.cache/vectors/wire.json || failed=1
VECTORS_DIR=.cache/vectors npx --no-install vitest run test/conformance/wire.test.ts --silent >.cache/vectors/log 2>&1 &&
  echo "ok    500 automations are sent, read and written back as Python does" ||
  { tail -60 .cache/vectors/log && failed=1; }
exit "$failed"
