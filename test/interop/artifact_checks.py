"""Artifact types, collections and versions, where they were made and in registries."""

from __future__ import annotations

from typing import Any

from checks import check, raises
from emulator_process import ask
from wandb.errors import CommError


def happen(server: dict[str, str], fields: str) -> None:
    """Makes things happen in the emulator's world."""
    ask(server, f"mutation {{ emulator {{ {fields} }} }}")


@check
def versions(api: Any, server: dict[str, str]) -> None:
    """versions are found by index and alias, with tags and metadata, and listed with filters"""
    happen(server, 'createCollection(path: "acme/nlp/corpus", type: "dataset") { id }')
    for i in range(3):
        happen(
            server,
            f'createVersion(path: "acme/nlp/corpus", metadata: {{rows: {i}}}, aliases: ["a{i}"], tags: ["t{i}"]) {{ id }}',
        )
    assert api.artifact_exists("acme/nlp/corpus:v0") and not api.artifact_exists("acme/nlp/corpus:v9")
    newest = api.artifact("acme/nlp/corpus:latest")
    assert (newest.version, newest.type, newest.metadata) == ("v2", "dataset", {"rows": 2})
    assert (set(newest.aliases), newest.tags) == ({"latest", "a2"}, ["t2"])
    assert api.artifact("acme/nlp/corpus:a1").version == "v1"
    with raises((CommError, ValueError)):
        api.artifact("acme/nlp/corpus:no-such-alias")
    listed = api.artifacts("dataset", "acme/nlp/corpus", per_page=2)
    assert [version.version for version in listed] == ["v2", "v1", "v0"]
    tagged = api.artifacts("dataset", "acme/nlp/corpus", tags=["t1"])
    assert [version.version for version in tagged] == ["v1"]


@check
def collections(api: Any) -> None:
    """types and collections of a project are listed"""
    assert {kind.name for kind in api.artifact_types("acme/nlp")} == {"dataset"}
    assert [c.name for c in api.artifact_type("dataset", "acme/nlp").collections()] == ["corpus"]
    assert [c.name for c in api.artifact_collections("acme/nlp", "dataset")] == ["corpus"]
    collection = api.artifact_collection("dataset", "acme/nlp/corpus")
    assert set(collection.aliases) == {"latest", "a0", "a1", "a2"}
    assert len(list(collection.artifacts())) == 3
    assert api.artifact_collection_exists("acme/nlp/corpus", "dataset")
    assert not api.artifact_collection_exists("acme/nlp/nothing", "dataset")


@check
def registries(api: Any, server: dict[str, str]) -> None:
    """registries list their collections and the versions linked into them"""
    happen(
        server,
        'linkVersion(source: "acme/nlp/corpus:a1", target: "acme-inc/wandb-registry-model/prod-models", aliases: ["prod"]) { id }',
    )
    registry = api.registry("model", organization="acme-inc")
    assert [c.name for c in registry.collections()] == ["prod-models"]
    assert [c.name for c in registry.collections(filter={"name": "nothing"})] == []
    linked = [version for version in registry.versions()]
    assert [(v.name, v.source_version) for v in linked] == [("prod-models:v0", "v1")]
    everywhere = api.registries(organization="acme-inc")
    assert [c.name for c in everywhere.collections(filter={"name": {"$regex": "prod"}})] == ["prod-models"]
    assert len(list(everywhere.collections().versions(filter={"alias": "prod"}))) == 1
    assert len(list(everywhere.versions(filter={"alias": "staging"}))) == 0
    registry.description = "for production"
    registry.save()
    assert api.registry("model", organization="acme-inc").description == "for production"


@check
def empty_handed(api: Any) -> None:
    """a run has no files and no artifacts; users are found by name"""
    run = next(iter(api.runs("acme/digits")))
    assert list(run.files()) == []
    assert list(run.logged_artifacts()) == [] and list(run.used_artifacts()) == []
    assert api.user("emulator-user").username == "emulator-user"
    assert api.user("nobody") is None
    assert [user.username for user in api.users("emulator")] == ["emulator-user"]
