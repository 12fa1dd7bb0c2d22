"""Writes test/fixtures/python-names.json: every public name of `wandb.automations` and of what its names lead to.

    .cache/venv/bin/python test/interop/parity.py > test/fixtures/python-names.json

docs/parity.md has a row for each, which a test holds. Names are those of the exports, of their fields, members,
methods and overloaded operators (`OnRunMetric.then`, `OnRunMetric.>>`), of other names that fields may be given by
(`SendNotification(text)`), of the parameters of methods that take several (`Api.automations(entity)`), and the same
of the objects that fluent expressions go through (`MetricVal.avg`, which is `RunEvent.metric("loss").avg`).
"""

import inspect
import json
from collections.abc import Iterator
from enum import Enum
from typing import get_args, is_typeddict

import pydantic
import wandb
from wandb import automations
from wandb._filters.expressions import FilterableField
from wandb.automations import RunEvent

OPERATORS = {
    "__and__": "&",
    "__or__": "|",
    "__invert__": "~",
    "__rshift__": ">>",
    "__lt__": "<",
    "__le__": "<=",
    "__gt__": ">",
    "__ge__": ">=",
    "__eq__": "==",
    "__ne__": "!=",
    "__abs__": "abs",
}

metric = RunEvent.metric("loss")
runs = RunEvent.name.eq("x")
state = RunEvent.state.eq("failed")
FLUENT = [
    RunEvent.name,
    runs,
    runs & runs,
    runs | runs,
    ~runs,
    ~(runs | runs),
    RunEvent.state,
    state,
    metric,
    metric.avg(5),
    metric.zscore(5),
    (metric > 1) & runs,
]
# Classes whose attributes are all there is to them, and neither fields nor methods.
NAMESPACES = ["RunEvent", "ArtifactEvent"]
# What an automation needs before it can be made.
SCOPE_LOOKUPS = ["project", "artifact_collection", "registry", "team", "organization"]


def is_ours(owner: type) -> bool:
    return owner.__module__.startswith("wandb.") and not owner.__module__.startswith("wandb._pydantic")


def parameters(name: str, function: object) -> Iterator[str]:
    """Those beyond a single positional one, which needs no name."""
    given = list(inspect.signature(inspect.unwrap(function)).parameters.values())
    named = [p for p in given if p.name not in ("self", "cls") and not p.name.startswith("_")]
    if len(named) < 2:
        return
    for parameter in named:
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            hints = inspect.get_annotations(inspect.unwrap(function))
            unpacked = [*get_args(eval_hint(hints[parameter.name]))]
            fields = [key for hint in unpacked if is_typeddict(hint) for key in hint.__annotations__]
            yield from (f"{name}({key})" for key in fields)
        else:
            yield f"{name}({parameter.name})"


def eval_hint(hint: object) -> object:
    from typing_extensions import Unpack

    from wandb.automations._inputs import WriteAutomationsKwargs

    names = {"Unpack": Unpack, "WriteAutomationsKwargs": WriteAutomationsKwargs}
    return eval(hint, names) if isinstance(hint, str) else hint


def members(name: str, cls: type) -> Iterator[str]:
    if issubclass(cls, Enum):
        yield from (f"{name}.{member}" for member in cls.__members__)
        return
    fields = getattr(cls, "model_fields", {}) if issubclass(cls, pydantic.BaseModel) else {}
    for field, info in fields.items():
        if field.endswith("__"):
            continue
        yield f"{name}.{field}"
        aliases = {info.alias, info.validation_alias} - {field, None}
        yield from (f"{name}({alias})" for alias in sorted(aliases) if alias.islower() and alias[0] != "$")
    for owner in filter(is_ours, cls.__mro__):
        for attribute, value in vars(owner).items():
            if attribute in OPERATORS and value is not None:
                yield f"{name}.{OPERATORS[attribute]}"
            elif attribute.startswith("_") or attribute.startswith("model_") or attribute in fields:
                continue
            elif callable(value) or isinstance(value, (classmethod, staticmethod, property)):
                yield f"{name}.{attribute}"
                if not isinstance(value, property):
                    yield from parameters(f"{name}.{attribute}", getattr(cls, attribute))
            elif name in NAMESPACES:
                yield f"{name}.{attribute}"


def names() -> Iterator[str]:
    for name in automations.__all__:
        yield name
        value = getattr(automations, name)
        if inspect.isclass(value):
            yield from members(name, value)
    for value in FLUENT:
        yield type(value).__name__
        yield from members(type(value).__name__, type(value))
    for name, method in vars(wandb.Api).items():
        if name in SCOPE_LOOKUPS or (name[0] != "_" and ("automation" in name or "integration" in name)):
            yield f"Api.{name}"
            yield from parameters(f"Api.{name}", method)


assert isinstance(RunEvent.name, FilterableField)
print(json.dumps(list(dict.fromkeys(names())), indent=1, ensure_ascii=False))
