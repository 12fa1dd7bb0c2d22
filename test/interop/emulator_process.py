"""Starts and stops emulators for the driver."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def emulator(**options: object) -> Iterator[dict[str, str]]:
    """An emulator of its own, as `{"url": …, "apiKey": …}`, gone at the end of the block."""
    process = subprocess.Popen(
        ["node", ".cache/interop/serve.js", json.dumps(options)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"the emulator didn't start (exit code {process.wait()})")
        yield json.loads(line)
    finally:
        process.terminate()
        process.wait(timeout=10)
