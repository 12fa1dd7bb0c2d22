"""Writes test/fixtures/simplify.json: filters as users give them, and what the Python client sends for each.

    .cache/venv/bin/python test/interop/simplify.py > test/fixtures/simplify.json

Each case is [given, sent for an artifact event, sent as the run filter of a run event]. The filters are drawn with a
fixed seed; no condition occurs in one twice, so that two filters aren't equally true by chance. Left out are those
whose truth Python changes on the way: it unwraps a `$nor` of one, flattens a `$nor` in a `$nor`, and takes a `$or` or
`$nor` that holds an operator it doesn't know for a `$and`.
"""

import json
import random
from itertools import count

from wandb.automations import DoNothing, OnLinkArtifact, OnRunMetric, ProjectScope, RunEvent
from wandb.automations._inputs import prepare_to_create
from wandb.automations.events import RunMetricFilter

CASES = 400
SCOPE = ProjectScope.model_validate({"__typename": "Project", "id": "UHJvamVjdDox", "name": "vision"})
LEAVES = [
    lambda n: {"alias": n},
    lambda n: {"alias": {"$eq": n}},
    lambda n: {"tag": {"$in": [n, 1, True]}},
    lambda n: {"alias": {"$ne": None, "$gt": n}},
    lambda n: {"tag": {"$regex": f"^v{n}$"}},
    lambda n: {"alias": {"$not": {"$contains": f"x{n}"}}},
    lambda n: {"config.lr": {"$gte": 0.1, "$lt": n}},
    lambda n: {"tag": [n, "b"]},
    lambda n: {"alias": f"prod{n}", "tag": {"$size": n}},
    lambda n: {"alias": {"$soundsLike": n}},
    lambda n: {"$near": [{"$and": [{"alias": n}]}]},
    lambda n: {"__proto__": {"$eq": n}},
]
WITHOUT_CONDITION = [
    {},
    {"$and": []},
    {"$or": []},
    {"$nor": []},
    {"$not": {}},
    {"tag": {}},
    {"$and": [{}]},
    {"$or": [{}]},
    {"$not": {"$and": []}},
    {"$not": {"$or": []}},
    {"$and": [{"$and": []}, {"alias": "a"}]},
    {"$or": [{"$or": []}, {"$or": []}]},
    {"$and": [{"$or": []}, {"alias": "a"}]},
]
rng = random.Random(7)
numbers = count()


def draw(depth: int) -> dict:
    kind = rng.choice(["leaf", "$and", "$or", "$nor", "$not"]) if depth else "leaf"
    if kind == "leaf":
        return rng.choice(LEAVES)(next(numbers))
    if kind == "$not":
        return {"$not": draw(depth - 1)}
    drawn = {kind: [draw(depth - 1) for _ in range(rng.randint(1, 3))]}
    return {**drawn, "alias": next(numbers)} if rng.random() < 0.1 else drawn


def sent(given: dict) -> tuple[dict, dict]:
    link = OnLinkArtifact(scope=SCOPE, filter=given)
    metric = OnRunMetric(
        scope=SCOPE, filter=RunMetricFilter(run=given, metric=RunEvent.metric("loss") > 1)
    )
    artifact, run = (
        json.loads(prepare_to_create(event >> DoNothing(), name="n").event_filter) for event in (link, metric)
    )
    return artifact, json.loads(run["run_filter"])


def atom(key: str, operand: object) -> str:
    is_condition = isinstance(operand, dict) or key.startswith("$")
    return json.dumps([key, operand if is_condition else {"$eq": operand}])


def atoms(given: dict) -> set[str]:
    found = set()
    for key, operand in given.items():
        if key in ("$and", "$or", "$nor"):
            found.update(*map(atoms, operand))
        elif key == "$not":
            found |= atoms(operand)
        else:
            found.add(atom(key, operand))
    return found


def is_true(given: dict, world: dict[str, bool]) -> bool:
    def holds(key: str, operand: object) -> bool:
        match key:
            case "$and":
                return all(is_true(item, world) for item in operand)
            case "$or":
                return any(is_true(item, world) for item in operand)
            case "$nor":
                return not any(is_true(item, world) for item in operand)
            case "$not":
                return not is_true(operand, world)
        return world[atom(key, operand)]

    return all(holds(key, operand) for key, operand in given.items())


def same_truth(given: dict, *others: dict) -> bool:
    names = sorted(set().union(*map(atoms, (given, *others))))
    for _ in range(300):
        likely = rng.random()
        world = {name: rng.random() < likely for name in names}
        if any(is_true(given, world) != is_true(other, world) for other in others):
            return False
    return True


def python_misreads(given: dict, below_or: bool = False) -> bool:
    """Whether Python takes something in `given` for something else, whose truth may be the right one all the same."""
    nors = given.get("$nor", [])
    if len(nors) == 1 or any("$nor" in item for item in nors) or (below_or and "$near" in given):
        return True
    return any(
        python_misreads(item, below_or or key != "$and")
        for key in ("$and", "$or", "$nor", "$not")
        for item in (given[key] if isinstance(given.get(key), list) else [given[key]] if key in given else [])
    )


def main() -> None:
    cases = [[given, *sent(given)] for given in WITHOUT_CONDITION]
    while len(cases) < CASES:
        given = draw(rng.randint(1, 4))
        forms = [given, *sent(given)]
        if same_truth(*forms) and not python_misreads(given):
            cases.append(forms)
    print("[")
    print(",\n".join(json.dumps(case, separators=(",", ":")) for case in cases))
    print("]")


if __name__ == "__main__":
    main()
