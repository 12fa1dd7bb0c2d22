"""Ten thousand automations, in memory and in a data file."""

from __future__ import annotations

import json
import os
import tempfile
from typing import Any

import wandb
from checks import check
from emulator_process import ask, emulator

MANY = 10_000
AT_ONCE = 100
FILTER = json.dumps({"$or": [{"$and": []}]})


def save_many(server: dict[str, str]) -> list[str]:
    """Saves them, a hundred in each request."""
    scope = ask(server, '{ project(name: "vision", entityName: "acme") { id } }')["project"]["id"]
    names = [f"automation-{i}" for i in range(MANY)]
    arguments = ", ".join(f"$i{i}: CreateFilterTriggerInput!" for i in range(AT_ONCE))
    fields = " ".join(
        f"a{i}: createFilterTrigger(input: $i{i}) {{ trigger {{ id }} }}" for i in range(AT_ONCE)
    )
    for at in range(0, MANY, AT_ONCE):
        inputs: dict[str, Any] = {
            f"i{i}": {
                "name": names[at + i],
                "enabled": True,
                "scopeType": "PROJECT",
                "scopeID": scope,
                "triggeringEventType": "LINK_MODEL",
                "eventFilter": FILTER,
                "triggeredActionType": "NO_OP",
                "triggeredActionConfig": {"noOpActionInput": {"noOp": True}},
            }
            for i in range(AT_ONCE)
        }
        ask(server, f"mutation({arguments}) {{ {fields} }}", **inputs)
    return names


def assert_all(server: dict[str, str], names: list[str]) -> None:
    api = wandb.Api(overrides={"base_url": server["url"]})
    listed = list(api.automations(entity="acme", per_page=1000))
    assert [automation.name for automation in listed] == names
    assert len({automation.id for automation in listed}) == MANY
    assert api.automation("automation-9999", entity="acme").id == listed[-1].id


@check
def many() -> None:
    """10,000 automations are paged through, in memory and after a restart"""
    with emulator() as server:
        assert_all(server, save_many(server))
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "data.db")
        with emulator(data=data) as server:
            names = save_many(server)
        with emulator(data=data) as server:
            assert_all(server, names)
