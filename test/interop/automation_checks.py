"""Every automation method of `wandb.Api()`."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from checks import check, raises
from wandb.automations import (
    ActionType,
    ArtifactEvent,
    DoNothing,
    EventType,
    MetricChangeFilter,
    MetricThresholdFilter,
    NewAutomation,
    OnAddArtifactAlias,
    OnCreateArtifact,
    OnLinkArtifact,
    OnRunMetric,
    OnRunState,
    RunEvent,
    SendNotification,
    SendWebhook,
)
from wandb.automations import events as all_events
from wandb.automations.actions import SendPromptToAria
from wandb.errors import CommError
from wandb.sdk.lib.service.service_connection import WandbApiFailedError

_serial = itertools.count()


def unique(prefix: str) -> str:
    return f"{prefix}-{next(_serial)}"


class World:
    """Scopes and integrations of the demo."""

    def __init__(self, api: Any) -> None:
        self.api = api
        self.project = api.project("vision", "acme")
        self.other_project = api.project("nlp", "acme")
        self.collection = api.artifact_collection("model", "acme/vision/resnet")
        self.registry = api.registry("model", organization="acme-inc")
        self.registry_collection = api.artifact_collection(
            "model", "acme-inc/wandb-registry-model/prod-models"
        )
        self.team = api.team("acme")
        self.organization = api.organization("acme-inc")
        self.slack = next(api.slack_integrations(entity="acme"))
        self.webhook = next(api.webhook_integrations(entity="acme"))

    def scopes(self) -> dict[str, Any]:
        return {
            "project": self.project,
            "collection": self.collection,
            "registry": self.registry,
            "registry collection": self.registry_collection,
            "team": self.team,
            "organization": self.organization,
        }

    def actions(self) -> dict[str, Any]:
        return {
            "notification": SendNotification.from_integration(
                self.slack, title="Title ü", text='say "hi"', level="WARN"
            ),
            "webhook": SendWebhook.from_integration(
                self.webhook, payload={"run": "${run_name}", "nested": {"a": [1, 2.5, None]}}
            ),
            "empty webhook": SendWebhook.from_integration(self.webhook),
            "nothing": DoNothing(),
            "aria": SendPromptToAria(prompt="Look at ${run_name}"),
        }


ARTIFACT_EVENTS = [
    name
    for name in ("OnLinkArtifact", "OnAddArtifactAlias", "OnCreateArtifact", "OnUnlinkArtifact",
                 "OnAddArtifactTag", "OnRemoveArtifactTag", "OnAddCollectionTag", "OnRemoveCollectionTag")
    if hasattr(all_events, name)
]  # fmt: skip

METRIC = RunEvent.metric("loss")
RUN_FILTERS: dict[str, Callable[[], Any]] = {
    "threshold": lambda: METRIC > 0.5,
    "threshold of a window": lambda: (METRIC.max(3) >= -1) & RunEvent.name.contains("prod"),
    "relative change": lambda: METRIC.avg(4).increases_by(frac=0.1),
    "absolute change": lambda: METRIC.min(2).changes_by(diff=3),
    "z-score": lambda: abs(METRIC.zscore(10)) > 3,
}


def events_in(kind: str, scope: Any) -> Iterator[tuple[str, Any]]:
    """Every event that the client lets be watched in a kind of scope."""
    for name in ARTIFACT_EVENTS:
        if name == "OnCreateArtifact" and "collection" not in kind:
            continue
        event = getattr(all_events, name)
        yield name, event(scope=scope)
        if name == "OnAddArtifactAlias":
            yield f"{name} with a filter", event(scope=scope, filter=ArtifactEvent.alias.matches_regex("^prod"))
    if kind in ("project", "team", "organization"):
        for title, make in RUN_FILTERS.items():
            yield title, OnRunMetric(scope=scope, filter=make())
        yield "run state", OnRunState(scope=scope, filter=RunEvent.state.in_(["running", "failed"]))


def same(left: Any, right: Any) -> None:
    """Compares two saved automations by everything but their times."""
    skip = {"updated_at"}
    assert left.model_dump(exclude=skip) == right.model_dump(exclude=skip), (left, right)


def drain(api: Any) -> None:
    for entity in ("acme", "acme-inc"):
        for automation in list(api.automations(entity=entity)):
            api.delete_automation(automation)


@check
def every_combination(api: Any, world: World) -> None:
    """each event × action × scope is created, read back, disabled, updated and deleted"""
    count = 0
    for kind, scope in world.scopes().items():
        entity = "acme-inc" if kind.startswith(("registry", "organization")) else "acme"
        for (title, event), (action_title, action) in itertools.product(
            events_in(kind, scope), world.actions().items()
        ):
            name = unique("combination")
            created = api.create_automation(event >> action, name=name, description=f"{title} in {kind}")
            assert created.name == name and created.enabled, action_title
            owner = scope.org_entity if kind == "organization" else scope
            assert created.scope.id == owner.id, (kind, created.scope)
            same(api.automation(name, entity=entity), created)
            created.enabled = False
            disabled = api.update_automation(created)
            assert disabled.enabled is False
            assert disabled.event == created.event, (disabled.event, created.event)
            assert disabled.action == created.action
            assert api.delete_automation(disabled) is True
            count += 1
    assert count > 200, count


@check
def filters_survive(api: Any, world: World) -> None:
    """an update keeps event filters as they were"""
    event = OnLinkArtifact(scope=world.registry, filter=ArtifactEvent.alias.in_(["a", "b"]))
    created = api.create_automation(event >> DoNothing(), name=unique("keep"))
    before = created.event.model_dump()
    created.description = "changed"
    updated = api.update_automation(created)
    again = api.update_automation(updated, name=unique("renamed"))
    assert before == updated.event.model_dump() == again.event.model_dump()
    assert again.description == "changed"
    api.delete_automation(again)


@check
def updates_change_everything(api: Any, world: World) -> None:
    """an update changes name, description, event, action and scope"""
    automation = api.create_automation(
        OnRunMetric(scope=world.project, filter=METRIC > 1) >> DoNothing(), name=unique("change")
    )
    updated = api.update_automation(
        automation,
        name=unique("changed"),
        description="new",
        event=OnRunMetric(scope=world.project, filter=METRIC.avg(5) < 2),
        action=SendNotification.from_integration(world.slack),
        scope=world.other_project,
    )
    assert updated.scope.id == world.other_project.id
    assert updated.description == "new" and updated.updated_at is not None
    assert updated.action.action_type == ActionType.NOTIFICATION
    assert updated.event.filter.metric.threshold_filter.threshold == 2
    same(api.automation(updated.name, entity="acme"), updated)
    api.delete_automation(updated.id)


@check
def bad_pairs(api: Any, world: World) -> None:
    """an update that leaves an event in a scope it can't have is refused"""
    automation = api.create_automation(
        OnCreateArtifact(scope=world.collection) >> DoNothing(), name=unique("pair")
    )
    automation.scope = world.project
    with raises(CommError, "not allowed in scope PROJECT"):
        api.update_automation(automation)
    api.delete_automation(automation.id)


@check
def listing(api: Any, world: World) -> None:
    """lists of several pages are whole, whatever the page size, with and without an entity"""
    drain(api)
    scopes = [world.project, world.collection, world.team, world.other_project]
    names = []
    for i in range(11):
        names.append(unique("list"))
        api.create_automation(OnLinkArtifact(scope=scopes[i % 4]) >> DoNothing(), name=names[-1])
    for per_page in (1, 2, 3, 5, 11, 50):
        listed = [automation.name for automation in api.automations(entity="acme", per_page=per_page)]
        assert listed == names, (per_page, listed)
    below_projects = [name for i, name in enumerate(names) if i % 4 != 2]
    for per_page in (1, 2, 50):
        listed = [automation.name for automation in api.automations(per_page=per_page)]
        assert sorted(listed) == sorted(below_projects), (per_page, listed)
    assert list(api.automations(entity="acme", name="nothing")) == []
    assert [a.name for a in api.automations(entity="acme", name=names[3])] == [names[3]]
    drain(api)
    assert list(api.automations(entity="acme")) == [] and list(api.automations()) == []


@check
def by_name(api: Any, world: World) -> None:
    """a name finds the one automation, and says so when there are none or several"""
    name = unique("named")
    first = api.create_automation(OnLinkArtifact(scope=world.project) >> DoNothing(), name=name)
    same(api.automation(name, entity="acme"), first)
    same(api.automation(name), first)
    with raises(ValueError, "No automations found"):
        api.automation("no such name", entity="acme")
    second = api.create_automation(OnLinkArtifact(scope=world.team) >> DoNothing(), name=name)
    with raises(ValueError, "Multiple automations found"):
        api.automation(name, entity="acme")
    for automation in (first, second):
        api.delete_automation(automation)
    with raises(Exception):
        list(api.automations(entity="no-such-entity"))


@check
def conflicts(api: Any, world: World) -> None:
    """a name that is taken is an error, or fetches what has it"""
    name = unique("taken")
    new = OnRunMetric(scope=world.project, filter=METRIC > 1) >> DoNothing()
    created = api.create_automation(new, name=name)
    with raises(CommError, f"Automation {name!r} exists"):
        api.create_automation(new, name=name)
    same(api.create_automation(new, name=name, fetch_existing=True), created)
    other = api.create_automation(new, name=unique("other"))
    other.name = name
    with raises(CommError, "already exists"):
        api.update_automation(other)
    for automation_id in (created.id, other.id):
        api.delete_automation(automation_id)


@check
def what_is_gone(api: Any, world: World) -> None:
    """updating or deleting what is gone is an error"""
    created = api.create_automation(OnLinkArtifact(scope=world.project) >> DoNothing(), name=unique("gone"))
    assert api.delete_automation(created) is True
    with raises(CommError, "not found. Unable to edit it"):
        api.update_automation(created)
    with raises(CommError, "not found"):
        api.delete_automation(created)
    with raises(CommError, "not found"):
        api.delete_automation("bm90IGFuIGlk")


@check
def names_and_descriptions(api: Any, world: World) -> None:
    """names of 255 characters, of any script, and descriptions come back as they were"""
    for name in ("x" * 255, "ünïcödé 模型 🚀", 'with "quotes" and \\', " spaces "):
        created = api.create_automation(
            OnLinkArtifact(scope=world.project) >> DoNothing(), name=name, description="line\nline"
        )
        assert (created.name, created.description) == (name, "line\nline")
        same(api.automation(name, entity="acme"), created)
        api.delete_automation(created)


@check
def new_automations(api: Any, world: World) -> None:
    """a NewAutomation made from keywords is saved like one made with >>"""
    created = api.create_automation(
        NewAutomation(
            name=unique("keywords"),
            enabled=False,
            event=OnRunMetric(
                scope=world.project,
                filter=MetricThresholdFilter(name="acc", agg="MAX", window=3, cmp="$gte", threshold=0.9),
            ),
            action=SendWebhook.from_integration(world.webhook, payload={"a": 1}),
        )
    )
    assert created.enabled is False and created.event.event_type == EventType.RUN_METRIC_THRESHOLD
    api.delete_automation(created)
    created = api.create_automation(
        OnRunMetric(
            scope=world.team,
            filter=MetricChangeFilter(
                name="acc", agg="AVERAGE", window=2, prior_window=9, change_type="RELATIVE",
                change_dir="ANY", threshold=0.25,
            ),
        )
        >> DoNothing(),
        name=unique("keywords"),
    )  # fmt: skip
    assert created.event.filter.metric.change_filter.prior_window == 9
    api.delete_automation(created)


@check
def aliases(api: Any, world: World) -> None:
    """the event filters of artifacts keep every operator"""
    alias = ArtifactEvent.alias
    for make in (
        lambda: alias.eq("a"), lambda: alias.ne("a"), lambda: alias.in_(["a"]), lambda: alias.not_in(["a"]),
        lambda: alias.contains("a"), lambda: alias.matches_regex("^a") & alias.ne("ab"),
        lambda: alias.eq("a") | alias.eq("b"), lambda: ~alias.eq("a"), lambda: alias.exists(True),
    ):  # fmt: skip
        created = api.create_automation(
            OnAddArtifactAlias(scope=world.collection, filter=make()) >> DoNothing(), name=unique("alias")
        )
        assert created.event.model_dump() == api.update_automation(created).event.model_dump()
        assert str(make()) != "And()"
        api.delete_automation(created)


@check
def refusals(api: Any, world: World) -> None:
    """integrations that aren't there or are of the wrong kind are refused"""
    event = OnRunMetric(scope=world.project, filter=METRIC > 1)
    with raises(CommError, "not found"):
        api.create_automation(event >> SendNotification(integration_id="bm9wZQ=="), name=unique("refused"))
    with raises(CommError, "slack integration"):
        api.create_automation(event >> SendWebhook(integration_id=world.slack.id), name=unique("refused"))
    with raises((CommError, WandbApiFailedError)):
        list(api.automations(entity="acme", start="not a cursor"))
