"""Drives the emulator with the real Python client, as a user would, and says what held."""

from __future__ import annotations

import os
import sys
import tempfile

from emulator_process import emulator

os.environ["WANDB_CACHE_DIR"] = tempfile.mkdtemp()
os.environ["WANDB_DIR"] = tempfile.mkdtemp()
os.environ["WANDB_SILENT"] = "true"
os.environ["NETRC"] = os.devnull


def main() -> int:
    with (
        emulator() as server,
        emulator(features="old") as old_server,
        emulator(apiKey="c" * 40) as strict_server,
    ):
        os.environ["WANDB_BASE_URL"] = server["url"]
        os.environ["WANDB_API_KEY"] = server["apiKey"]

        import wandb

        # Importing them registers their checks, in this order.
        import lookup_checks  # noqa: F401
        import artifact_checks  # noqa: F401
        import automation_checks
        import cross_checks  # noqa: F401
        import header_checks  # noqa: F401
        import many_checks  # noqa: F401
        import old_server_checks  # noqa: F401
        import run_checks  # noqa: F401
        from checks import run_checks as run_all

        api = wandb.Api()
        old_api = wandb.Api(overrides={"base_url": old_server["url"]})
        print(f"wandb {wandb.__version__} against {server['url']}")
        failed = run_all(
            api=api,
            old_api=old_api,
            server=server,
            strict_server=strict_server,
            world=automation_checks.World(api),
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
