/** The PySpark job: runs the statements of `backtest.sql`, which ends with those that write the result. */
export const JOB_SCRIPT = `"""Backtests automations: runs the statements of backtest.sql one after the other.

Run it with spark-submit, or where PySpark (4.0 or later) is installed, with python:

    spark-submit --files backtest.sql job.py

README.md says what the statements read and write.
"""

import pathlib
import sys

from pyspark import SparkFiles
from pyspark.errors import AnalysisException
from pyspark.sql import SparkSession

MERGE_SCHEMA = "spark.sql.parquet.mergeSchema"


def statements(text):
    """The statements of a script: a line with nothing but a semicolon ends each."""
    return [part.strip() for part in text.split("\\n;\\n") if part.strip()]


def script():
    """The script named on the command line, else the one that lies next to this file or came with --files."""
    beside = pathlib.Path(__file__).resolve().parent / "backtest.sql"
    if len(sys.argv) > 1:
        return pathlib.Path(sys.argv[1])
    return beside if beside.exists() else pathlib.Path(SparkFiles.get("backtest.sql"))


def run(spark, statement):
    """Spark takes the columns of Parquet files from one of them; a metric that this one lacks is looked for in all."""
    try:
        spark.sql(statement)
    except AnalysisException as error:
        if "UNRESOLVED_COLUMN" not in str(error) or spark.conf.get(MERGE_SCHEMA) == "true":
            raise
        print("  a file lacks a column: looking at the columns of all files", flush=True)
        spark.conf.set(MERGE_SCHEMA, "true")
        spark.sql(statement)


def main():
    builder = SparkSession.builder.appName("wandb-automations backtest")
    # Java compiles no method that is larger; Spark then splits what it would have made one of.
    builder = builder.config("spark.sql.codegen.hugeMethodLimit", "8000")
    spark = builder.getOrCreate()
    parts = statements(script().read_text(encoding="utf-8"))
    for number, statement in enumerate(parts, 1):
        print(f"statement {number} of {len(parts)}: {statement.splitlines()[0][:100]}", flush=True)
        run(spark, statement)


main()
`;
