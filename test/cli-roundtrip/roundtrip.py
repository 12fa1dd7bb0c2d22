"""The round trip of run.sh: Python → server → TypeScript → nothing → server → Python."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from emulator_process import emulator

os.environ["WANDB_CACHE_DIR"] = tempfile.mkdtemp()
os.environ["WANDB_DIR"] = tempfile.mkdtemp()
os.environ["WANDB_SILENT"] = "true"
os.environ["NETRC"] = os.devnull

REPOSITORY = Path.cwd()
MARKER = " [managed by wandb-automations: roundtrip"
TSCONFIG = {
    "extends": str(REPOSITORY / "tsconfig.json"),
    "compilerOptions": {
        "paths": {
            "wandb-automations": [str(REPOSITORY / "src/index.ts")],
            "wandb-automations/*": [str(REPOSITORY / "src/*.ts")],
        },
        "typeRoots": [str(REPOSITORY / "node_modules/@types")],
    },
    "include": ["*.ts", str(REPOSITORY / "src/graphql.d.ts"), str(REPOSITORY / "src/raw.d.ts")],
}


class Project:
    """An empty project with the package in it, and what the command line says there."""

    def __init__(self, package: str, folder: str) -> None:
        self.folder = Path(folder).resolve()
        installed = self.folder / "node_modules/wandb-automations"
        # A copy, as an installed package is: loaders treat what isn't in node_modules as the user's own code.
        shutil.copytree(package, installed)
        self.program = str(installed / "dist/cli.js")
        (self.folder / "package.json").write_text(json.dumps({"name": "roundtrip", "type": "module"}))
        (self.folder / "tsconfig.check.json").write_text(json.dumps(TSCONFIG))
        # Else the repository's counts, by which the package is its own source.
        (self.folder / "tsconfig.json").write_text("{}")

    def run(self, *arguments: str) -> dict[str, Any]:
        command = ["node", self.program, *arguments, "--json"]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        print(f"      wandb-automations {' '.join(arguments)}: exit code {done.returncode}")
        if done.returncode != 0:
            raise AssertionError(done.stdout[-4000:] + done.stderr)
        return json.loads(done.stdout)

    def typecheck(self) -> None:
        tsc = REPOSITORY / "node_modules/typescript/bin/tsc"
        command = ["node", str(tsc), "--noEmit", "--project", "tsconfig.check.json"]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-4000:]


def everything(api: Any) -> dict[tuple[str, str], dict[str, Any]]:
    """What Python reads, by scope and name, without what a new automation has of its own."""
    read = {}
    for entity in ("acme", "acme-inc"):
        for automation in api.automations(entity=entity, per_page=200):
            values = automation.model_dump(exclude={"id", "created_at", "updated_at"})
            values["description"] = (values["description"] or "").split(MARKER.strip())[0].removesuffix(" ")
            read[automation.scope.id, automation.name] = values
    return read


def main(package: str, count: int, seed: int) -> None:
    with emulator() as server, tempfile.TemporaryDirectory(dir=".cache") as folder:
        os.environ["WANDB_BASE_URL"] = server["url"]
        os.environ["WANDB_API_KEY"] = server["apiKey"]
        import wandb
        from random_automations import RandomAutomations

        api = wandb.Api()
        chance = RandomAutomations(api, random.Random(seed))
        for i in range(count):
            chance.create(i)
        written = everything(api)
        assert len(written) == count, (len(written), count)
        print(f"ok    {count} automations written with Python (seed {seed})")

        project = Project(package, folder)
        pulled = project.run("pull", "acme", "acme-inc", "--out", "automations.ts")
        assert len(pulled["automations"]) == count, pulled["automations"]
        kept = [each["name"] for each in pulled["automations"] if each["isKept"]]
        assert not kept, kept
        lines = len((project.folder / "automations.ts").read_text().splitlines())
        print(f"ok    pulled into {lines} lines of TypeScript")
        project.typecheck()
        print("ok    they type-check")
        assert project.run("plan", "--exit-code")["counts"]["unchanged"] == count
        print("ok    planning with them gives no changes")

        taken = project.run("import", "acme", "acme-inc", "--out", "automations.ts", "--force", "--auto-approve")
        assert taken["counts"] == {"create": 0, "update": count, "delete": 0, "unchanged": 0, "conflicts": 0}
        assert project.run("plan", "--exit-code")["counts"]["unchanged"] == count
        assert everything(api) == written
        print("ok    taken over; Python reads what it wrote")

        assert project.run("destroy", "--auto-approve")["counts"]["delete"] == count
        assert everything(api) == {}
        assert project.run("apply", "--auto-approve")["counts"]["create"] == count
        again = everything(api)
        for place, values in written.items():
            assert again.get(place) == values, (values, again.get(place))
        assert len(again) == count
        assert project.run("plan", "--exit-code")["counts"]["unchanged"] == count
        print("ok    deleted and made again; Python reads what it wrote")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(2**32))
