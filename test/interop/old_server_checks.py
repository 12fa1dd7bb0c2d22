"""A server without any of the features that came later."""

from __future__ import annotations

from typing import Any

from automation_checks import unique
from checks import check, raises
from wandb.automations import DoNothing, OnLinkArtifact, OnRunMetric, RunEvent
from wandb.automations.actions import SendPromptToAria


@check
def old_server(old_api: Any) -> None:
    """an old server is asked the old way, and not for what it hasn't got"""
    project = old_api.project("vision", "acme")
    names = [unique("old") for _ in range(3)]
    for name in names:
        old_api.create_automation(OnLinkArtifact(scope=project) >> DoNothing(), name=name)
    assert [a.name for a in old_api.automations(entity="acme")] == names
    assert [a.name for a in old_api.automations(per_page=1)] == names
    automation = old_api.automation(names[1], entity="acme")
    automation.enabled = False
    assert old_api.update_automation(automation).enabled is False
    metric = OnRunMetric(scope=project, filter=RunEvent.metric("x") > 1)
    with raises(Exception):
        old_api.create_automation(metric >> SendPromptToAria(prompt="hi"), name=unique("old"))
    with raises(Exception):
        old_api.create_automation(
            OnLinkArtifact(scope=old_api.team("acme")) >> DoNothing(), name=unique("old")
        )
    assert len(list(old_api.automations())) == 3
