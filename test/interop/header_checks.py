"""The headers that both clients send."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from checks import check

ANSWER = b'{"data":{"viewer":{"id":"u","entity":"acme","teams":null}}}'
# What differs by what a client is or what it says in the request.
OWN = {
    *("host", "content-length", "user-agent", "connection"),
    *("accept", "accept-language", "accept-encoding", "sec-fetch-mode"),
}
PYTHON = [sys.executable, "-c", "import wandb; wandb.Api().default_entity"]
TYPESCRIPT = ["node", ".cache/interop/cross.js", "greet"]


@contextmanager
def listener() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A server that takes any request for a question about its sender, and what headers it got."""
    received: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            # Not those of the metrics about itself that Python's client sends to another path.
            if self.path == "/graphql":
                received.append({name.lower(): value for name, value in self.headers.items()})
            self.send_response(200)
            self.send_header("content-length", str(len(ANSWER)))
            self.end_headers()
            self.wfile.write(ANSWER)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", received
    finally:
        server.shutdown()
        server.server_close()


def sent_by(command: list[str], **variables: str) -> dict[str, str]:
    """The headers of a client's last request that say something about the request."""
    with listener() as (url, received):
        subprocess.run(
            command,
            env={**os.environ, "WANDB_BASE_URL": url, **variables},
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return {name: value for name, value in received[-1].items() if name not in OWN}


@check
def headers() -> None:
    """both clients send the same headers, with and without somebody to act for"""
    for variables in (
        {},
        {"WANDB_USERNAME": "ada", "WANDB_USER_EMAIL": "ada@acme.example"},
        {"WANDB_USERNAME": "Zoë"},
    ):
        python, typescript = (sent_by(client, **variables) for client in (PYTHON, TYPESCRIPT))
        assert python["use-admin-privileges"] == "true"
        assert typescript == python, (typescript, python)
