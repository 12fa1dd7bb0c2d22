import { JOB_SETTINGS, LISTING } from "./job-settings.js";

const settings = JOB_SETTINGS.map(({ name, value, why }) => `    # ${why}\n    "${name}": "${value}",`);

/** The PySpark job: runs the statements of `backtest.sql`, which ends with those that write the result. */
export const JOB_SCRIPT = `"""Backtests automations: runs the statements of backtest.sql one after the other.

Run it with spark-submit, or where PySpark (4.0 or later) is installed, with python:

    spark-submit --files backtest.sql job.py

README.md says what the statements read and write.
"""

import json
import pathlib
import re
import sys
from functools import reduce
from multiprocessing.pool import ThreadPool

from pyspark import SparkFiles
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import col, lit, when
from pyspark.sql.types import DateType, NumericType, StringType, StructField, StructType, TimestampNTZType, TimestampType

MERGE_SCHEMA = "spark.sql.parquet.mergeSchema"
VIEW = re.compile(r"^-- The files of the history: (.*)\\nCREATE OR REPLACE TEMPORARY VIEW history_files AS$", re.M)
SETTINGS = {
${settings.join("\n")}
}
# What Spark says where files differ in their columns, or where a column is nothing that a number can be made of.
DIFFERENT = (
    "FAILED_READ_FILE",
    "CANNOT_MERGE",
    "UNRESOLVED_COLUMN",
    "DATATYPE_MISMATCH",
    "INCOMPATIBLE_COLUMN_TYPE",
    # Which file it is that Spark can't read, these don't tell, but to look at each does.
    "FAILED_TO_CREATE_PLAN",
    "PARQUET_TYPE",
)


def statements(text):
    """The statements of a script: a line with nothing but a semicolon ends each."""
    return [part.strip() for part in text.split("\\n;\\n") if part.strip()]


def script():
    """The script named on the command line, else the one that lies next to this file or came with --files."""
    if len(sys.argv) > 1:
        return pathlib.Path(sys.argv[1])
    beside = pathlib.Path(__file__).resolve().parent / "backtest.sql"
    return beside if beside.exists() else pathlib.Path(SparkFiles.get("backtest.sql"))


def configure(spark, name, setting):
    """Serverless compute takes few settings, and none of these is needed for a job to be right where it ends."""
    try:
        spark.conf.set(name, setting)
    except Exception:
        print(f"  {name} can't be set here", flush=True)


def configure_listing(spark):
    """${LISTING.why}"""
    try:
        cores = spark.sparkContext.defaultParallelism
    except Exception:
        return  # Serverless compute tells no cores.
    configure(spark, "${LISTING.name}", str(max(${LISTING.least}, ${LISTING.perCore} * cores)))


def attempt(spark, statement):
    """The error that a statement ends in, if it does."""
    try:
        spark.sql(statement)
    except Exception as error:
        return error
    return None


def run(spark, statement, views):
    """Spark takes the columns of Parquet files from one of them. Where others differ, all are looked at."""
    error = attempt(spark, statement)
    made = VIEW.search(statement)
    if made:
        views.append(json.loads(made[1]))
        if "UNRESOLVED_COLUMN" in str(error):
            print("  a file lacks a column: looking at the columns of all files", flush=True)
            configure(spark, MERGE_SCHEMA, "true")
            error = attempt(spark, statement)
        elif error is None and listed_apart(spark, views[-1]):
            read_files(spark, views.pop())
    if error is None:
        return
    if not views or not any(code in str(error) for code in DIFFERENT):
        raise error
    read_files(spark, views.pop())
    if not made:
        spark.sql(statement)


def listed_apart(spark, note):
    """Whether files that are named one by one differ in types: their union would make numbers of texts, or fail later."""
    if len(note["files"]) < 2:
        return False
    return len({str(types_read(schema, note)) for schema in schemas_of(spark, note["files"])}) > 1


def schemas_of(spark, paths):
    """The columns of Parquet files; an error that names the file which Spark can't read."""

    def schema(path):
        try:
            return spark.read.parquet(path).schema
        except Exception as error:
            raise ValueError(f"{path}: {error}") from error

    with ThreadPool(16) as pool:
        return pool.map(schema, paths)


def types_read(schema, note):
    """The types of the columns that are read, in one order."""
    found = {field.name: field.dataType for field in schema.fields}
    outer = [name if name in found else name.split(".")[0] for name in note["columns"]]
    return {name: found[name] for name in outer if name in found}


def read_files(spark, note):
    """The view of the history's files made anew: files of the same types are read together, with these types."""
    listed = spark.read.format("binaryFile").load(note["files"]).select("path").distinct().collect()
    # What is no pattern here would be one.
    paths = ["".join("\\\\" + c if c in "\\\\{}[]*?" else c for c in row.path) for row in listed]
    print(f"  {len(paths)} files aren't alike: looking at the columns of each", flush=True)
    groups = {}
    for path, schema in zip(paths, schemas_of(spark, paths)):
        found = types_read(schema, note)
        groups.setdefault(str(found), (found, []))[1].append(path)
    frames = []
    for found, own in groups.values():
        frame = spark.read.schema(StructType([StructField(name, of) for name, of in found.items()])).parquet(*own)
        columns = [value(name, found, note, own[0]).alias(name) for name in note["columns"]]
        columns.append(col("_metadata.file_name").alias(note["file"]))
        if note["row"]:
            columns.append(col("_metadata.row_index").alias(note["row"]))
        frames.append(frame.select(*columns))
    reduce(DataFrame.union, frames).createOrReplaceTempView("history_files")


def inside(name, found):
    """The column of a name and its type; a.b is the column a.b, else the field b of the column a."""
    first, *rest = [name] if name in found else name.split(".")
    column, of = col("\`" + first.replace("\`", "\`\`") + "\`"), found.get(first)
    for field in rest:
        of = of[field].dataType if isinstance(of, StructType) and field in of.names else None
        column = column.getField(field)
    return column, of


def value(name, found, note, path):
    """A column in a type that it has in all files: what logs no number is null."""
    column, of = inside(name, found)
    if of is None and name in ("_step", note["run"]):
        raise ValueError(f"{path} has no column {name}")
    if name == note["run"]:
        return column.cast("string")
    if name == "_step" and not isinstance(of, NumericType):
        raise ValueError(f"{path} has no numbers in its column _step")
    if name == "_step" or name in note["nested"]:
        return lit(None) if of is None else column
    if isinstance(of, NumericType):
        return column.cast("double")
    if isinstance(of, StringType):
        return when(column.isin("NaN", "Infinity", "-Infinity"), column.try_cast("double"))
    if name == "_timestamp" and isinstance(of, (DateType, TimestampType, TimestampNTZType)):
        return column.cast("timestamp").cast("double")
    return lit(None).cast("double")


def main():
    spark = SparkSession.builder.appName("wandb-automations backtest").getOrCreate()
    for name, setting in SETTINGS.items():
        configure(spark, name, setting)
    configure_listing(spark)
    parts = statements(script().read_text(encoding="utf-8"))
    views = []
    for number, statement in enumerate(parts, 1):
        print(f"statement {number} of {len(parts)}: {statement.splitlines()[0][:100]}", flush=True)
        run(spark, statement, views)


main()
`;
