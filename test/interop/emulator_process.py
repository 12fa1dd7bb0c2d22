"""Starts and stops emulators for the driver."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


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


def ask(server: dict[str, str], query: str, **variables: object) -> Any:
    """Sends a GraphQL request past the client."""
    key = b64encode(f"api:{server['apiKey']}".encode()).decode()
    request = urllib.request.Request(
        f"{server['url']}/graphql",
        data=json.dumps({"query": query, "variables": variables}).encode(),
        headers={"content-type": "application/json", "authorization": f"Basic {key}"},
    )
    answer = json.load(urllib.request.urlopen(request))
    assert "errors" not in answer, answer
    return answer["data"]
