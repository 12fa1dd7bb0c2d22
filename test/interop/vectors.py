"""Writes vectors like those of test/vectors/wire.json, drawn anew: specs, and what the Python client makes of them.

    .cache/venv/bin/python test/interop/vectors.py 2000 12345 > .cache/vectors/wire.json

The arguments are how many, and the seed. Left out are filters whose truth Python changes (see docs/parity.md).
"""

import base64
import json
import random
import sys

from pydantic import TypeAdapter
from wandb import automations
from wandb._filters import And, Or
from wandb.automations import ArtifactEvent, Automation, RunEvent
from wandb.automations._generated import TriggerFields
from wandb.automations._inputs import prepare_to_create, prepare_to_update
from wandb.automations._run_metric_filters import MetricChangeFilter, MetricThresholdFilter, MetricZScoreFilter
from wandb.automations._run_state_filters import StateFilter
from wandb.automations.events import RunMetricFilter, RunStateFilter
from wandb.automations.scopes import ArtifactCollectionScope, EntityScope, ProjectScope, RegistryScope

TEXTS = ["", "prod", "latest", "naïve", "日本語 🚀", 'a"quote"', "back\\slash", "<script>", "null", "0", "^v[0-9]+$"]
TEXTS += ["a\nb\tc", "${run_name}", "x" * 300, "\u2028", "it's", "__proto__", "$and", "{}", '{"a": 1}', "[1]"]
NUMBERS = [0, 1, -5, 1.5, 0.95, 1e-7, 1e21, -1e-300, 123456789012, 2**53, 3.0, 1e300]
NAMES = ["loss", "val/loss", "π", "学习率", "system/gpu.0.temp", "f1-score", "a b", "x" * 200, "weights/0/kernel"]
METHODS = {"in": "in_", "notIn": "not_in", "matchesRegex": "matches_regex"}
ARTIFACT_EVENTS = ["OnLinkArtifact", "OnUnlinkArtifact", "OnCreateArtifact", "OnAddArtifactAlias", "OnAddArtifactTag"]
ARTIFACT_EVENTS += ["OnRemoveArtifactTag", "OnAddCollectionTag", "OnRemoveCollectionTag"]
CMP = {">": "$gt", ">=": "$gte", "<": "$lt", "<=": "$lte"}

rng = random.Random(int(sys.argv[2]))


def graphql_id(kind: str) -> str:
    return base64.b64encode(f"{kind}:{rng.randrange(10**9)}".encode()).decode()


def draw_filter(fields: list[str], depth: int) -> dict:
    kind = rng.choice(["field", "and", "or", "not"]) if depth else "field"
    if kind in ("and", "or"):
        return {kind: [draw_filter(fields, depth - 1) for _ in range(rng.randint(1, 4))]}
    if kind == "not":
        return {"not": draw_filter(fields, depth - 1)}
    scalars = [*TEXTS, *NUMBERS, True, False]
    method = rng.choice(["eq", "ne", "lt", "lte", "gt", "gte", "in", "notIn", "contains", "matchesRegex", "exists"])
    match method:
        case "in" | "notIn":
            args = [[rng.choice(scalars) for _ in range(rng.randint(0, 4))]]
        case "contains" | "matchesRegex":
            args = [rng.choice([text for text in TEXTS if text != "${run_name}"])]
        case "exists":
            args = [rng.choice([True, False])]
        case "lt" | "lte" | "gt" | "gte":
            args = [rng.choice([*TEXTS, *NUMBERS])]
        case _:
            args = [rng.choice(scalars)]
    return {"field": rng.choice(fields), "method": method, "args": args}


def python_misreads(spec: dict) -> bool:
    """Whether a `$nor` arises that Python unwraps or flattens: from a negated `or` of one, or of negated `or`s."""

    def is_or(item: dict) -> bool:
        return "or" in item

    def has_single_or(item: dict) -> bool:
        if is_or(item) and len(item["or"]) == 1:
            return True
        return any(has_single_or(each) for each in item.get("and", item.get("or", [])))

    if "not" in spec:
        inner = spec["not"]
        nested = is_or(inner) and any("not" in item for item in flat_or(inner))
        return has_single_or(inner) or nested or python_misreads(inner)
    return any(python_misreads(item) for item in spec.get("and", spec.get("or", [])))


def flat_or(spec: dict) -> list[dict]:
    return [each for item in spec["or"] for each in (flat_or(item) if "or" in item else flat_group(item))]


def flat_group(spec: dict) -> list[dict]:
    if "and" in spec and len(spec["and"]) == 1:
        return flat_group(spec["and"][0])
    return flat_or(spec) if "or" in spec else [spec]


def build_filter(spec: dict, namespace: type):
    if "and" in spec or "or" in spec:
        kind = "and" if "and" in spec else "or"
        return (And if kind == "and" else Or)(exprs=[build_filter(item, namespace) for item in spec[kind]])
    if "not" in spec:
        return ~build_filter(spec["not"], namespace)
    method = METHODS.get(spec["method"], spec["method"])
    return getattr(getattr(namespace, spec["field"]), method)(*spec["args"])


def draw_metric() -> tuple[dict, object]:
    name = rng.choice(NAMES)
    window, prior = rng.choice([1, 2, 5, 30, rng.randint(1, 200)]), rng.choice([1, 2, 10, rng.randint(1, 200)])
    agg = rng.choice([None, "max", "min", "average"])
    direction = rng.choice(["increase", "decrease", "any"])
    match rng.choice(["threshold", "change", "zscore"]):
        case "threshold":
            window = window if agg else 1
            cmp, threshold = rng.choice(list(CMP)), rng.choice([*NUMBERS, rng.gauss(0, 100)])
            spec = {"kind": "threshold", "name": name, "agg": agg, "window": window, "cmp": cmp, "threshold": threshold}
            return spec, MetricThresholdFilter(name=name, agg=agg, window=window, cmp=CMP[cmp], threshold=threshold)
        case "change":
            window, prior = (window, prior) if agg else (1, 1)
            kind, amount = rng.choice(["absolute", "relative"]), abs(rng.choice([1, 0.1, 1e21, 1e-7, rng.random() * 9]))
            spec = {"kind": "change", "name": name, "agg": agg, "window": window, "priorWindow": prior}
            spec |= {"changeType": kind, "changeDir": direction, "amount": amount}
            options = {"name": name, "agg": agg, "window": window, "prior_window": prior, "threshold": amount}
            return spec, MetricChangeFilter(change_type=kind.upper(), change_dir=direction.upper(), **options)
        case _:
            threshold = abs(rng.choice([3, 2.5, 1e-7, rng.random() * 9]))
            window = max(2, window) if rng.random() < 0.5 else window
            spec = {"kind": "zscore", "name": name, "window": window, "threshold": threshold, "changeDir": direction}
            options = {"name": name, "window": window, "threshold": threshold, "change_dir": direction.upper()}
            return spec, MetricZScoreFilter(**options)


def draw_payload(depth: int) -> object:
    kind = rng.choice(["scalar", "list", "object"]) if depth else "scalar"
    if kind == "object":
        return {rng.choice([*TEXTS, f"k{i}"]): draw_payload(depth - 1) for i in range(rng.randint(0, 4))}
    if kind == "list":
        return [draw_payload(depth - 1) for _ in range(rng.randint(0, 4))]
    return rng.choice([*TEXTS, *NUMBERS, True, False, None])


def draw_action() -> tuple[dict, object, dict]:
    """The spec of an action, the action, and how a server returns it."""
    match rng.choice(["SendNotification", "SendWebhook", "SendPromptToAria", "DoNothing"]):
        case "SendNotification":
            identity = graphql_id("SlackIntegration")
            given = {"title": rng.choice(TEXTS), "message": rng.choice(TEXTS), "severity": rng.choice(["INFO", "WARN", "ERROR"])}
            given = {key: value for key, value in given.items() if rng.random() < 0.7}
            action = automations.SendNotification(integration_id=identity, **given)
            integration = {"__typename": "SlackIntegration", "id": identity, "teamName": "acme", "channelName": "#ml"}
            fields = {"title": action.title, "message": action.message, "severity": action.severity.value}
            spec = {"type": "SendNotification", "integrationId": identity, **given}
            return spec, action, {"__typename": "NotificationTriggeredAction", "integration": integration, **fields}
        case "SendWebhook":
            identity = graphql_id("GenericWebhookIntegration")
            payload = {} if rng.random() < 0.1 else {f"k{i}": draw_payload(3) for i in range(rng.randint(1, 4))}
            given = {"payload": payload} if rng.random() < 0.8 else {}
            action = automations.SendWebhook(integration_id=identity, request_payload=given.get("payload"))
            text = json.dumps(payload) if given else None
            hook = {"__typename": "GenericWebhookIntegration", "id": identity, "name": "ci", "urlEndpoint": "https://x"}
            node = {"__typename": "GenericWebhookTriggeredAction", "integration": hook, "requestPayload": text}
            return {"type": "SendWebhook", "integrationId": identity, **given}, action, node
        case "SendPromptToAria":
            prompt = f"  Investigate {rng.choice(TEXTS)} \n"
            action = automations.SendPromptToAria(prompt=prompt)
            saved = {"__typename": "ARIATriggeredAction", "prompt": action.prompt}
            return {"type": "SendPromptToAria", "prompt": prompt}, action, saved
        case _:
            return {"type": "DoNothing"}, automations.DoNothing(), {"__typename": "NoOpTriggeredAction", "noOp": True}


def draw_scope(event: str) -> tuple[dict, object]:
    name = rng.choice(["vision", "nlp", "wandb-registry-model", "データ"])
    kinds = ["Project", "Team", "Organization", "ArtifactSequence", "ArtifactPortfolio"]
    if event == "OnCreateArtifact":
        kinds = kinds[3:]
    elif event.startswith("OnRun"):
        kinds, name = kinds[:3], name.removeprefix("wandb-registry-")
    kind = rng.choice(kinds)
    typename = "Entity" if kind in ("Team", "Organization") else kind
    spec = {"typename": typename, "id": graphql_id(typename), "name": name}
    data = {"__typename": typename, "id": spec["id"], "name": name}
    if typename == "Entity":
        spec["entityType"] = data["entityType"] = kind.lower()
    if kind == "Project":
        is_registry = name.startswith("wandb-registry-")
        scope = RegistryScope.model_validate(data | {"full_name": name}) if is_registry else ProjectScope.model_validate(data)
    else:
        scope = TypeAdapter(EntityScope if typename == "Entity" else ArtifactCollectionScope).validate_python(data)
    return spec, scope, data


def draw_event() -> tuple[dict, object, dict]:
    """The spec of an event, the event, and its scope as a server returns it."""
    kind = rng.choice(["OnRunMetric", "OnRunState", "artifact"])
    name = rng.choice(ARTIFACT_EVENTS) if kind == "artifact" else kind
    scope_spec, scope, saved_scope = draw_scope(name)
    spec = {"type": name, "scope": scope_spec}
    fields = ["alias", "tag"] if kind == "artifact" else ["name"]
    drawn = draw_filter(fields, rng.randint(0, 3)) if rng.random() < 0.7 else None
    while drawn and python_misreads(drawn):
        drawn = draw_filter(fields, rng.randint(0, 3))
    expression = drawn and build_filter(drawn, ArtifactEvent if kind == "artifact" else RunEvent)
    Event = getattr(automations, name)
    if kind == "artifact":
        event = Event(scope=scope, filter=expression) if drawn else Event(scope=scope)
        return (spec | {"filter": drawn} if drawn else spec), event, saved_scope
    if drawn:
        spec["runFilter"] = drawn
    if kind == "OnRunMetric":
        spec["metric"], condition = draw_metric()
    else:
        states = ["running", "finished", "failed", "RUNNING", "Finished", "FAILED"]
        spec["states"] = rng.choices(states, k=rng.randint(1, 4))
        condition = StateFilter(states=spec["states"])
    if not drawn:
        return spec, Event(scope=scope, filter=condition), saved_scope
    if kind == "OnRunMetric":
        return spec, Event(scope=scope, filter=RunMetricFilter(run=expression, metric=condition)), saved_scope
    return spec, Event(scope=scope, filter=RunStateFilter(run=expression, state=condition)), saved_scope


def as_variables(prepared) -> dict:
    return json.loads(prepared.model_dump_json(exclude_none=True, by_alias=True))


def draw_vector() -> dict:
    event_spec, event, saved_scope = draw_event()
    action_spec, action, saved_action = draw_action()
    spec = {"event": event_spec, "action": action_spec, "name": rng.choice([text for text in TEXTS if 0 < len(text) < 256])}
    if rng.random() < 0.5:
        spec["description"] = rng.choice(TEXTS)
    if rng.random() < 0.5:
        spec["enabled"] = rng.choice([True, False])
    options = {key: spec[key] for key in ("name", "description", "enabled") if key in spec}
    create = as_variables(prepare_to_create(event >> action, **options))
    text = create["eventFilter"]
    if not event_spec["type"].startswith("OnRun"):
        text = json.dumps({"filter": text if rng.random() < 0.8 else json.loads(text)})
    saved = {
        "__typename": "Trigger",
        "id": graphql_id("Trigger"),
        "createdAt": "2026-03-01T12:00:00Z",
        "updatedAt": rng.choice([None, "2026-03-02T12:00:00.123456", "2026-03-02T12:00:00+00:00"]),
        "name": spec["name"],
        "description": spec.get("description"),
        "enabled": create["enabled"],
        "scope": saved_scope,
        "event": {
            "__typename": "FilterEventTriggeringCondition",
            "eventType": create["triggeringEventType"],
            "filter": text,
        },
        "action": saved_action,
    }
    read = Automation.model_validate(TriggerFields.model_validate(saved))
    unchanged = as_variables(prepare_to_update(read))
    disabled = as_variables(prepare_to_update(read, enabled=False, name="renamed"))
    return {"spec": spec, "create": create, "saved": saved, "updateUnchanged": unchanged, "updateDisabled": disabled}


print(json.dumps({"vectors": [draw_vector() for _ in range(int(sys.argv[1]))]}))
