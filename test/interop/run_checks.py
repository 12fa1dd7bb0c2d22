"""Runs and their histories, as they were replayed from the files in examples/runs."""

from __future__ import annotations

import json
import pathlib
from typing import Any

from checks import check, raises
from wandb.errors import CommError

EXPECTED = json.loads(pathlib.Path("examples/runs/expected.json").read_text())["runs"]


def flat_keys(row: dict[str, Any]) -> set[str]:
    keys: set[str] = set()
    for key, value in row.items():
        keys |= {f"{key}.{inner}" for inner in flat_keys(value)} if isinstance(value, dict) else {key}
    return keys


@check
def runs(api: Any) -> None:
    """api.runs lists, pages, counts, orders and filters"""
    everything = api.runs("acme/digits")
    assert len(everything) == len(EXPECTED)
    assert {run.id for run in everything} == {run["id"] for run in EXPECTED}
    assert {run.id for run in api.runs("acme/digits", per_page=2)} == {run["id"] for run in EXPECTED}
    names = [run["display_name"] for run in EXPECTED]
    assert [run.name for run in api.runs("acme/digits", order="+display_name")] == sorted(names)
    assert [run.name for run in api.runs("acme/digits", order="-display_name")] == sorted(names, reverse=True)
    failed = {run["id"] for run in EXPECTED if run["state"] == "failed"}
    assert {run.id for run in api.runs("acme/digits", filters={"state": "failed"})} == failed
    some = {"$or": [{"display_name": "baseline"}, {"config.lr": {"$gt": 0.5}}, {"config.lr.value": 1e-9}]}
    wanted = {r["id"] for r in EXPECTED if r["display_name"] == "baseline" or r["config"]["lr"] > 0.5}
    assert {run.id for run in api.runs("acme/digits", filters=some)} == wanted
    assert len(api.runs("acme/digits", filters={"tags": "prod-candidate"})) == 1
    with raises(ValueError, "Could not find project"):
        len(list(api.runs("acme/no-such-project")))


@check
def attributes(api: Any) -> None:
    """api.run has a run's config, state, tags and summary"""
    for expected in EXPECTED:
        run = api.run(f"acme/digits/{expected['id']}")
        assert (run.name, run.state, run.tags) == (expected["display_name"], expected["state"], expected["tags"])
        assert run.config == expected["config"], (run.config, expected["config"])
        assert run.lastHistoryStep == expected["lastStep"]
        assert run.summary["_step"] == expected["lastStep"]
        assert set(flat_keys(dict(run.summary._json_dict))) >= flat_keys(expected["lastRow"])
    with raises(CommError, "Could not find run"):
        api.run("acme/digits/nope")


@check
def history(api: Any) -> None:
    """run.history gives rows, sampled when there are more than asked for"""
    for expected in EXPECTED:
        run = api.run(f"acme/digits/{expected['id']}")
        rows = run.history(samples=10_000, pandas=False)
        assert len(rows) == expected["rows"], (len(rows), expected["rows"])
        assert flat_keys(expected["firstRow"]) == set(rows[0]), (rows[0], expected["firstRow"])
        assert len(run.history(samples=20, pandas=False)) == min(20, expected["rows"])
        loss = run.history(keys=["train/loss"], samples=10_000, pandas=False)
        assert len(loss) == expected["keyCounts"]["train/loss"]
        assert set(loss[0]) == {"_step", "train/loss"}


@check
def scans(api: Any) -> None:
    """run.scan_history gives every row, on pages of any size, whole or with some keys"""
    for expected in EXPECTED:
        run = api.run(f"acme/digits/{expected['id']}")
        for page_size in (7, 1000):
            rows = list(run.scan_history(page_size=page_size))
            assert len(rows) == expected["rows"], (page_size, len(rows))
            assert [row["_step"] for row in rows] == sorted({row["_step"] for row in rows})
        assert rows[-1]["_step"] == expected["lastStep"]
        keyed = list(run.scan_history(keys=["train/loss", "epoch"], page_size=50))
        assert len(keyed) == min(expected["keyCounts"]["train/loss"], expected["keyCounts"]["epoch"])
        some = list(run.scan_history(min_step=10, max_step=20))
        assert {row["_step"] for row in some} <= set(range(10, 20))
