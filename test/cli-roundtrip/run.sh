#!/usr/bin/env bash
# Writes 300 random automations with the real Python client (or as many as the argument says), takes them over into
# TypeScript on the command line, deletes them, makes them again, and reads them with Python. A second argument is the
# seed that a failed run printed.
set -euo pipefail
cd "$(dirname "$0")/../.."

. test/interop/python.sh
. test/cli-roundtrip/built-package.sh

npx --no-install tsup --no-dts --format esm --out-dir .cache/interop --silent --entry.serve test/interop/serve.ts

PYTHONPATH=test/interop "$venv/bin/python" test/cli-roundtrip/roundtrip.py "$package" "${1:-300}" ${2:+"$2"}
