"""Evaluates three conditions on a column with pandas, polars and DuckDB, and prints how long each took.

Usage: peers.py VALUES OFFSETS ROUNDS, both files of little-endian doubles. Called by bench/evaluate.ts.
"""

import json
import statistics
import sys
import time

import duckdb
import numpy as np
import pandas as pd
import polars as pl

values = np.fromfile(sys.argv[1], dtype="<f8")
offsets = np.fromfile(sys.argv[2], dtype="<f8").astype(np.int64)
rounds = int(sys.argv[3])
one_run = len(offsets) == 2
run = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))

frame = pd.DataFrame({"run": run, "x": values})
table = pl.DataFrame({"run": run, "x": values, "i": np.arange(len(values))})
database = duckdb.connect()
database.register("arrow", table.to_arrow())
database.execute("CREATE TABLE history AS SELECT * FROM arrow")


def fingerprint(places):
    code = 0
    for place in places.tolist():
        code = (code * 31 + place) % 1_000_003
    return code


def over(expression):
    return expression if one_run else expression.over("run")


def pandas_rolling(series, window, name):
    if one_run:
        return getattr(series.rolling(window), name)()
    rolled = series.groupby(frame["run"]).rolling(window)
    result = rolled.std(ddof=0) if name == "std" else getattr(rolled, name)()
    return result.reset_index(level=0, drop=True)


def pandas_shift(series, by):
    return series.shift(by) if one_run else series.groupby(frame["run"]).shift(by)


def pandas_average():
    return np.flatnonzero((pandas_rolling(frame["x"], 5, "mean") > 3.4).to_numpy())


def pandas_change():
    current = pandas_rolling(frame["x"], 10, "mean")
    prior = pandas_shift(pandas_rolling(frame["x"], 50, "mean"), 10)
    return np.flatnonzero((((current - prior) / prior.abs()).abs() >= 0.55).to_numpy())


def pandas_zscore():
    mean = pandas_shift(pandas_rolling(frame["x"], 30, "mean"), 1)
    if one_run:
        deviation = frame["x"].rolling(30).std(ddof=0).shift(1)
    else:
        deviation = pandas_shift(pandas_rolling(frame["x"], 30, "std"), 1)
    return np.flatnonzero((((frame["x"] - mean) / deviation).abs() >= 4.2).to_numpy())


x = pl.col("x")


def polars_places(condition):
    return table.lazy().select(condition.alias("held")).collect()["held"].fill_null(False).arg_true().to_numpy()


def polars_average():
    return polars_places(over(x.rolling_mean(5)) > 3.4)


def polars_change():
    prior = x.rolling_mean(50).shift(10)
    return polars_places(over(((x.rolling_mean(10) - prior) / prior.abs()).abs()) >= 0.55)


def polars_zscore():
    z = (x - x.rolling_mean(30).shift(1)) / x.rolling_std(30, ddof=0).shift(1)
    return polars_places(over(z.abs()) >= 4.2)


PARTITION = "ORDER BY i" if one_run else "PARTITION BY run ORDER BY i"


def duckdb_places(columns, condition):
    query = f"SELECT i FROM (SELECT i, {columns} FROM history) WHERE {condition} ORDER BY i"
    return database.execute(query).fetchnumpy()["i"]


def window(call, first, last):
    return f"{call} OVER ({PARTITION} ROWS BETWEEN {first} PRECEDING AND {last})"


def duckdb_average():
    columns = f"{window('avg(x)', 4, 'CURRENT ROW')} AS m, {window('count(*)', 4, 'CURRENT ROW')} AS n"
    return duckdb_places(columns, "n = 5 AND m > 3.4")


def duckdb_change():
    columns = (
        f"{window('avg(x)', 9, 'CURRENT ROW')} AS c, {window('avg(x)', 59, '10 PRECEDING')} AS p, "
        f"{window('count(*)', 59, 'CURRENT ROW')} AS n"
    )
    return duckdb_places(columns, "n = 60 AND abs((c - p) / abs(p)) >= 0.55")


def duckdb_zscore():
    columns = (
        f"x, {window('avg(x)', 30, '1 PRECEDING')} AS m, {window('stddev_pop(x)', 30, '1 PRECEDING')} AS s, "
        f"{window('count(*)', 30, 'CURRENT ROW')} AS n"
    )
    return duckdb_places(columns, "n = 31 AND abs((x - m) / s) >= 4.2")


CONTESTANTS = [
    ("average of 5", "pandas", pandas_average),
    ("average of 5", "polars", polars_average),
    ("average of 5", "duckdb", duckdb_average),
    ("change 10/50", "pandas", pandas_change),
    ("change 10/50", "polars", polars_change),
    ("change 10/50", "duckdb", duckdb_change),
    ("z-score 30", "pandas", pandas_zscore),
    ("z-score 30", "polars", polars_zscore),
    ("z-score 30", "duckdb", duckdb_zscore),
]

results = []
for condition, program, evaluate in CONTESTANTS:
    places = evaluate()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        evaluate()
        times.append((time.perf_counter() - start) * 1000)
    _, firsts = np.unique(run[places], return_index=True)
    results.append(
        {
            "program": program,
            "condition": condition,
            "ms": statistics.median(times),
            "count": len(places),
            "places": fingerprint(places),
            "first": fingerprint(places[firsts]),
        }
    )
print(json.dumps(results))
