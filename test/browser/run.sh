#!/usr/bin/env bash
# Runs the root entry and the emulator's page in a real headless Chromium, which it installs where apt-get can.
# Needs dist/ (npm run build).
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! command -v chromium >/dev/null; then
  echo "installing chromium"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
fi
node test/browser/run.mjs
node test/browser/emulator-page.mjs
