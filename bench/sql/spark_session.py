"""Measures scripts in one Spark: a line of JSON with a list of statements is answered with a line of JSON, with the
seconds on the clock and of the process's processors that they took, and the rows of the last one."""

import json
import os
import sys
import time

from pyspark.sql import SparkSession

answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

builder = SparkSession.builder.config("spark.ui.enabled", "false")
for key, value in json.loads(sys.argv[1]).items():
    builder = builder.config(key, value)
spark = builder.getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
jvm = spark.sparkContext._jvm.java.lang.ProcessHandle.current().pid()
TICKS = os.sysconf("SC_CLK_TCK")


def processors():
    """Seconds that all processors worked for Spark."""
    with open(f"/proc/{jvm}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def peak():
    """The most memory that Spark has taken so far, in bytes."""
    with open(f"/proc/{jvm}/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


for line in sys.stdin:
    started, worked = time.time(), processors()
    try:
        for statement in json.loads(line):
            rows = spark.sql(statement)
        found = [row.asDict() for row in rows.collect()] if rows.columns else []
        answer = {
            "took": time.time() - started,
            "cpu": processors() - worked,
            "peak": peak(),
            "rows": [{"run": row["run"], "step": row["step"]} for row in found if "run" in row],
        }
    except Exception as error:
        answer = {"error": str(error)[:4000]}
    print(json.dumps(answer), file=answers, flush=True)
