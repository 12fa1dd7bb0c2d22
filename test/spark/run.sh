#!/usr/bin/env bash
# Runs emitted jobs on Spark in local mode. Needs python3 with venv, Java 17 and, the first time, PyPI.
set -euo pipefail
cd "$(dirname "$0")/../.."

venv=.cache/spark
if ! "$venv/bin/python" -c 'import pyspark; assert pyspark.__version__ >= "4"' 2>/dev/null; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "pyspark>=4,<5"
fi
export SPARK_PYTHON="$PWD/$venv/bin/python" SPARK_LOCAL_IP=127.0.0.1
SPARK_SQL="$("$SPARK_PYTHON" -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))')/bin/spark-sql"
export SPARK_SQL
exec npx --no-install vitest run --config test/spark/vitest.config.ts "$@"
