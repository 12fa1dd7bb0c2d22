/**
 * How fast backtests are on Parquet exports: the evaluator, DuckDB and Spark on the same files, after checking that
 * all fire at the same steps; the compiled query against window queries written by hand; and twenty automations
 * against one.
 *
 * npx tsx bench/sql.ts [--values 1e7] [--runs 100] [--spark]
 *
 * `--spark` needs what test/spark/run.sh installs. Run with more --values to see beyond what fits into memory.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { glob } from "tinyglobby";
import {
  DoNothing,
  MetricChangeFilter,
  MetricThresholdFilter,
  MetricZScoreFilter,
  type NewAutomation,
  OnRunMetric,
} from "wandb-automations";
import { dryRun, type Firing } from "wandb-automations/evaluate";
import { readParquetFiles } from "wandb-automations/history";
import {
  type BacktestSource,
  backtest,
  compileToSql,
  emitSparkJob,
  readSparkResult,
} from "wandb-automations/sql";
import { handWritten } from "./sql/hand-written.js";

const { values: flags } = parseArgs({
  options: {
    values: { type: "string", default: "1e7" },
    runs: { type: "string", default: "100" },
    spark: { type: "boolean", default: false },
  },
});
const VALUES = Number(flags.values);
const RUNS = Number(flags.runs);
const ROUNDS = VALUES > 2e7 ? 1 : 3;

const watch = (filter: MetricThresholdFilter | MetricChangeFilter | MetricZScoreFilter): NewAutomation =>
  new OnRunMetric({ scope: "acme/vision", filter }).then(new DoNothing());
const average = (threshold: number, window = 5) =>
  watch(new MetricThresholdFilter({ name: "loss", agg: "average", window, cmp: ">", threshold }));

const ONE = {
  "average of 5": average(5.3),
  "change of 10 against 50": watch(
    new MetricChangeFilter({
      name: "loss",
      agg: "average",
      window: 10,
      priorWindow: 50,
      amount: 0.55,
      changeType: "relative",
      changeDir: "any",
    }),
  ),
  "z-score of 30": watch(
    new MetricZScoreFilter({ name: "loss", window: 30, threshold: 4.2, changeDir: "any" }),
  ),
} as const;
const TWENTY = Array.from({ length: 20 }, (_, i) => average(5.3 + i / 50, 5 + i));

async function seconds<T>(work: () => Promise<T>): Promise<{ took: number; result: T }> {
  let best: { took: number; result: T } | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    const result = await work();
    const took = (performance.now() - start) / 1000;
    if (best === undefined || took < best.took) best = { took, result };
  }
  return best!;
}

const places = (firings: readonly Firing[]) =>
  firings
    .map(({ run, step, automation }) => `${automation.index} ${run?.id.split("_").at(-1)} ${step}`)
    .sort();

function same(what: string, found: readonly string[], expected: readonly string[]): void {
  if (JSON.stringify(found) === JSON.stringify(expected)) return;
  throw new Error(`${what} found ${found.length} firings, and not the same ${expected.length}`);
}

const line = (what: string, took: number, note = "") =>
  console.log(`${what.padEnd(52)} ${took.toFixed(2).padStart(8)} s  ${note}`);

/** Runs of a loss that goes up and down with noise, a value a minute, in one export each. */
async function write(folder: string): Promise<void> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run("SELECT setseed(0.42)");
  const each = Math.floor(VALUES / RUNS);
  for (let run = 0; run < RUNS; run++) {
    const file = path.join(folder, `acme_vision_run${run}_0.runhistory.parquet`);
    await connection.run(`COPY (SELECT i AS _step, 1.7e9 + i * 60.0 AS _timestamp,
  3 + sin(i / 500.0) + 0.7 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) AS loss
FROM range(${each}) t(i)) TO '${file}' (FORMAT parquet)`);
  }
  connection.closeSync();
  instance.closeSync();
}

async function onSpark(folder: string, source: BacktestSource) {
  const job = path.join(folder, "job");
  const result = path.join(folder, "result");
  await emitSparkJob(Object.values(ONE), {
    source: { history: { ...source.history, steps: "unique" } as BacktestSource["history"] },
    folder: job,
    workFolder: path.join(folder, "work"),
    resultFolder: result,
  });
  const start = performance.now();
  execFileSync(process.env.SPARK_PYTHON ?? ".cache/spark/bin/python", [path.join(job, "job.py")], {
    stdio: "ignore",
    env: {
      ...process.env,
      PYSPARK_SUBMIT_ARGS: "--driver-memory 4g --conf spark.ui.enabled=false pyspark-shell",
    },
  });
  return { took: (performance.now() - start) / 1000, result: await readSparkResult(result) };
}

const folder = mkdtempSync(path.join(tmpdir(), "bench-sql-"));
try {
  const exports = path.join(folder, "exports");
  mkdirSync(exports);
  await write(exports);
  console.log(`${VALUES} values in ${RUNS} runs, ${cpus().length} cores, best of ${ROUNDS}\n`);
  const source: BacktestSource = { history: { format: "parquet", files: `${exports}/*.parquet` } };
  const three = Object.values(ONE);

  const files = await glob("*.parquet", { cwd: exports, absolute: true });
  const evaluated = await seconds(async () => {
    const runs = await readParquetFiles(files, { columns: ["loss"] });
    return await dryRun(
      three,
      runs.map(({ run, rows, readColumns }) => ({ run, rows, readColumns })),
    );
  });
  const expected = places(evaluated.result.firings);
  line("evaluator, three automations", evaluated.took, `${expected.length} firings`);
  const verdict = await seconds(() => backtest(three, source));
  same("DuckDB", places(verdict.result.firings), expected);
  line("DuckDB, three automations", verdict.took, "same firings");
  if (flags.spark) {
    const spark = await onSpark(folder, source);
    same("Spark", places(spark.result.firings), expected);
    line("Spark, three automations, with its start", spark.took, "same firings");
  }

  console.log("\nOne query on DuckDB");
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const ask = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJS();
  const unique: BacktestSource = {
    history: { format: "parquet", files: `${exports}/*.parquet`, steps: "unique" },
  };
  let single = 0;
  for (const [name, automation] of Object.entries(ONE)) {
    const byHand = await seconds(() => ask(handWritten(name, `${exports}/*.parquet`)));
    const hand = byHand.result.map(({ run, step }) => `${run} ${step}`).sort();
    line(`${name}: by hand`, byHand.took, `${hand.length} firings`);
    const sql = compileToSql(automation, { dialect: "duckdb", source: unique });
    const compiled = await seconds(() => ask(sql));
    same(name, compiled.result.map(({ run, step }) => `${run} ${step}`).sort(), hand);
    line(`${name}: compiled`, compiled.took, `${(compiled.took / byHand.took).toFixed(2)} × by hand`);
    single ||= compiled.took;
  }
  const twenty = await seconds(() => ask(compileToSql(TWENTY, { dialect: "duckdb", source: unique })));
  line("twenty averages, windows of 5 to 24", twenty.took, `${(twenty.took / single).toFixed(2)} × one`);
  connection.closeSync();
  instance.closeSync();
} finally {
  rmSync(folder, { recursive: true });
}
