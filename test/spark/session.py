"""Runs emitted jobs in one Spark: a line with a path runs that job.py, and is answered with a line of JSON."""

import json
import os
import runpy
import sys
import time

from pyspark.sql import SparkSession

answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "2",
    # The data is small: compiling the queries to bytecode takes longer than running them.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    # A machine that pauses for minutes is no executor that was lost.
    "spark.network.timeout": "600s",
}

builder = SparkSession.builder.master("local[2]")
for key, value in SETTINGS.items():
    builder = builder.config(key, value)
spark = builder.getOrCreate()
spark.sparkContext.setLogLevel("ERROR")

for line in sys.stdin:
    request = json.loads(line)
    started = time.time()
    try:
        if "sql" in request:
            spark.sql(request["sql"])
        else:
            sys.argv = [request["job"]]
            runpy.run_path(request["job"], run_name="__main__")
        answer = {"seconds": time.time() - started}
    except Exception as error:
        answer = {"error": str(error)[:4000]}
    print(json.dumps(answer), file=answers, flush=True)
