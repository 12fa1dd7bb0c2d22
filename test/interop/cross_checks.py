"""What one client saved, the other reads, changes and writes back, and the first still reads."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
from typing import Any

from automation_checks import World, drain, events_in, unique
from checks import check


def typescript(command: str) -> list[dict[str, Any]]:
    """What the TypeScript client tells of a command, line by line."""
    done = subprocess.run(
        ["node", ".cache/interop/cross.js", command],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env=os.environ,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def listed(api: Any) -> dict[str, Any]:
    found = itertools.chain(api.automations(entity="acme"), api.automations(entity="acme-inc"))
    return {automation.name: automation for automation in found}


def told(automation: Any) -> Any:
    """An automation without what a change of its description changes."""
    return automation.model_dump(exclude={"updated_at", "description"})


@check
def python_first(api: Any, world: World) -> None:
    """what Python saved, TypeScript reads and writes back, and Python reads as it was"""
    drain(api)
    actions = list(world.actions().values())
    number = 0
    for kind, scope in world.scopes().items():
        for _, event in events_in(kind, scope):
            api.create_automation(event >> actions[number % len(actions)], name=unique("python"))
            number += 1
    before = {name: told(automation) for name, automation in listed(api).items()}
    rewritten = typescript("rewrite")
    assert {line["name"] for line in rewritten} == set(before) and len(before) == number
    assert all(line["same"] for line in rewritten)
    after = listed(api)
    assert {automation.description for automation in after.values()} == {"rewritten by TypeScript"}
    for name, automation in after.items():
        assert told(automation) == before[name], (told(automation), before[name])
    drain(api)


@check
def typescript_first(api: Any) -> None:
    """what TypeScript saved, Python reads and writes back, and TypeScript reads as it was"""
    drain(api)
    saved = {line["name"]: line["says"] for line in typescript("create")}
    automations = listed(api)
    assert set(automations) == set(saved) and len(saved) > 50
    for automation in automations.values():
        automation.description = "rewritten by Python"
        updated = api.update_automation(automation)
        assert told(updated) == told(automation), (told(updated), told(automation))
    described = {line["name"]: line for line in typescript("describe")}
    for name, line in described.items():
        assert line["says"] == saved[name], (line["says"], saved[name])
        assert line["description"] == "rewritten by Python"
        assert line["enabled"] == automations[name].enabled
    drain(api)
