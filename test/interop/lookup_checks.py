"""Scopes, integrations and who one is."""

from __future__ import annotations

from typing import Any

import wandb
from automation_checks import World
from checks import check, raises
from wandb.errors import AuthenticationError, CommError


@check
def viewer(api: Any) -> None:
    """the viewer and the default entity"""
    assert api.default_entity == "acme"
    assert api.viewer.username == "emulator-user"
    assert "acme" in api.viewer.teams


@check
def keys(server: dict[str, str], strict_server: dict[str, str]) -> None:
    """a key that isn't let in is refused, and so is one that can't be a key"""
    wandb.Api(api_key="c" * 40, overrides={"base_url": strict_server["url"]})
    with raises(AuthenticationError):
        wandb.Api(api_key="d" * 40, overrides={"base_url": strict_server["url"]})
    with raises(AuthenticationError, "40+ characters"):
        wandb.Api(api_key="too-short", overrides={"base_url": server["url"]})


@check
def scopes(api: Any, world: World) -> None:
    """projects, collections, registries, teams and organizations are found by name"""
    assert world.project.id and world.project.entity == "acme"
    assert [project.name for project in api.projects("acme")][:2] != []
    assert world.collection.name == "resnet" and world.collection.type == "model"
    assert world.registry.name == "model"
    assert world.registry_collection.name == "prod-models"
    assert world.team.name == "acme"
    assert api.organization().name == world.organization.name == "acme-inc"
    ids = [scope.id for scope in world.scopes().values()]
    assert len(set(ids)) == len(ids), ids


@check
def missing(api: Any) -> None:
    """what isn't there is missing"""
    with raises(ValueError):
        _ = api.project("no-such-project", "acme").id
    with raises(Exception):
        api.artifact_collection("model", "acme/vision/no-such-collection")
    with raises(CommError, "not found"):
        api.organization("no-such-organization")
    with raises(ValueError):
        api.registry("no-such-registry", organization="acme-inc").load()


@check
def creating(api: Any) -> None:
    """projects and registries can be created"""
    api.create_project("made-by-python", "acme")
    assert api.project("made-by-python", "acme").id
    registry = api.create_registry("made-by-python", visibility="restricted", organization="acme-inc")
    assert registry.name == "made-by-python"
    assert api.registry("made-by-python", organization="acme-inc").id == registry.id
    assert {r.name for r in api.registries(organization="acme-inc")} >= {"model", "made-by-python"}


@check
def integrations(api: Any) -> None:
    """integrations are listed, all and by kind, on pages of any size"""
    everything = list(api.integrations(entity="acme"))
    assert len(everything) == 3
    assert [i.id for i in api.integrations(entity="acme", per_page=1)] == [i.id for i in everything]
    assert [i.id for i in api.integrations()] == [i.id for i in everything]
    assert [i.channel_name for i in api.slack_integrations(entity="acme")] == ["#ml-alerts"]
    assert [i.name for i in api.webhook_integrations(entity="acme")] == ["ci", "pager"]
    assert list(api.integrations(entity="acme-inc")) == []
    with raises(ValueError):
        list(api.integrations(entity="no-such-entity"))
