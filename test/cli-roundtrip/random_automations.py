"""Automations by chance, as users of the Python client make them and as nobody would."""

from __future__ import annotations

import random
from typing import Any

from wandb.automations import (
    ArtifactEvent,
    DoNothing,
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

WORDS = [
    "loss", "prod", "val/accuracy", "naïve", "日本語", "🚀", "it's", 'say "hi"', "`tick`", "${run_name}",
    "a\\b", "line\nbreak", "*/", "//", "\u2028", "\u202e", "</script>", "class", "__proto__", "{}", "0", "null",
]  # fmt: skip
ANYWHERE = [
    getattr(all_events, name)
    for name in (
        "OnLinkArtifact", "OnUnlinkArtifact", "OnAddArtifactAlias", "OnAddArtifactTag", "OnRemoveArtifactTag",
        "OnAddCollectionTag", "OnRemoveCollectionTag",
    )
]  # fmt: skip


class RandomAutomations:
    def __init__(self, api: Any, chance: random.Random) -> None:
        self.api = api
        self.chance = chance
        self.projects = [api.project("vision", "acme"), api.project("nlp", "acme"), api.team("acme")]
        self.collections = [
            api.artifact_collection("model", "acme/vision/resnet"),
            api.artifact_collection("model", "acme-inc/wandb-registry-model/prod-models"),
        ]
        self.owners = [api.registry("model", organization="acme-inc"), api.organization("acme-inc")]
        self.slack = next(api.slack_integrations(entity="acme"))
        self.webhooks = list(api.webhook_integrations(entity="acme"))

    def create(self, serial: int) -> None:
        options: dict[str, Any] = {"name": f"{self.text()} {serial}"[:255], "enabled": self.chance.random() < 0.7}
        if self.chance.random() < 0.5:
            options["description"] = self.text()
        self.api.create_automation(self.event() >> self.action(), **options)

    def text(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(1, 4)))

    def number(self) -> float:
        return self.chance.choice(
            [0, 1, -1, 0.1, 1e-9, 1e21, 123456789, -2.5, round(self.chance.uniform(-100, 100), 6)]
        )

    def event(self) -> Any:
        kind = self.chance.randrange(4)
        if kind == 0:
            return OnRunMetric(scope=self.chance.choice(self.projects), filter=self.runs(self.metric()))
        if kind == 1:
            states = self.chance.sample(["running", "finished", "failed"], k=self.chance.randint(1, 3))
            return OnRunState(
                scope=self.chance.choice(self.projects), filter=self.runs(RunEvent.state.in_(states))
            )
        filtered = {"filter": self.combined(self.artifact)} if self.chance.random() < 0.7 else {}
        if kind == 2:
            event = self.chance.choice([OnCreateArtifact, OnLinkArtifact, OnAddArtifactAlias])
            return event(scope=self.chance.choice(self.collections), **filtered)
        scopes = [*self.projects, *self.collections, *self.owners]
        return self.chance.choice(ANYWHERE)(scope=self.chance.choice(scopes), **filtered)

    def metric(self) -> Any:
        metric = RunEvent.metric(self.text())
        window = self.chance.randint(1, 100)
        value = self.chance.choice([metric, metric.avg(window), metric.max(window), metric.min(window)])
        amount = abs(self.number()) or 1
        make = self.chance.randrange(4)
        if make == 0:
            return self.chance.choice([value > self.number(), value <= self.number(), value >= self.number()])
        if make == 1:
            return value.changes_by(**self.chance.choice([{"frac": amount}, {"diff": amount}]))
        if make == 2:
            return self.chance.choice([value.increases_by(frac=amount), value.decreases_by(diff=amount)])
        score = metric.zscore(window)
        return self.chance.choice([abs(score) > amount, score > amount, score < -amount])

    def runs(self, condition: Any) -> Any:
        return condition & self.combined(self.run) if self.chance.random() < 0.6 else condition

    def run(self) -> Any:
        name = RunEvent.name
        return self.chance.choice(
            [name.contains(self.text()), name == self.text(), name != self.text(), name.in_([self.text()])]
        )

    def artifact(self) -> Any:
        field = self.chance.choice([ArtifactEvent.alias, ArtifactEvent.tag])
        return self.chance.choice(
            [field == self.text(), field.matches_regex("^v[0-9]+$"), field.in_([self.text(), self.text()])]
        )

    def combined(self, leaf: Any, depth: int = 0) -> Any:
        if depth == 2 or self.chance.random() < 0.5:
            return leaf()
        left, right = self.combined(leaf, depth + 1), self.combined(leaf, depth + 1)
        return self.chance.choice([left & right, left | right, ~left])

    def json(self, depth: int = 0) -> Any:
        make = self.chance.randrange(6 if depth < 3 else 4)
        if make == 4:
            return [self.json(depth + 1) for _ in range(self.chance.randrange(3))]
        if make == 5:
            return {self.text(): self.json(depth + 1) for _ in range(self.chance.randrange(3))}
        return [self.text(), self.number(), self.chance.choice([True, None]), 12345678901234567890][make]

    def action(self) -> Any:
        make = self.chance.randrange(4)
        if make == 0:
            level = self.chance.choice(["INFO", "WARN", "ERROR"])
            return SendNotification.from_integration(
                self.slack, title=self.text(), text=self.text(), level=level
            )
        if make == 1:
            payload = {"text": self.text(), **{self.text(): self.json()}}
            return SendWebhook.from_integration(
                self.chance.choice(self.webhooks), **self.chance.choice([{"payload": payload}, {}])
            )
        return DoNothing() if make == 2 else SendPromptToAria(prompt=f"Why? {self.text()}")
