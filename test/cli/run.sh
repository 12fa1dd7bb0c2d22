#!/usr/bin/env bash
# Every command of the packed package in an empty project, against the emulator: piped, in a terminal of 80 columns,
# and with --json. Needs dist/ (npm run build); installs tmux, by apt, where it is missing.
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! command -v tmux >/dev/null; then
  sudo=""
  [ "$(id -u)" -eq 0 ] || sudo="sudo"
  $sudo apt-get install -qq -y tmux >/dev/null 2>&1 || { $sudo apt-get update -qq && $sudo apt-get install -qq -y tmux >/dev/null; }
fi
exec node test/cli/run.mjs
