/**
 * How fast backtests are on Parquet exports: the evaluator, DuckDB and Spark on the same files, after checking that
 * all fire at the same steps; the compiled query against window queries written by hand; and twenty automations
 * against one. What is compared takes turns, round by round, so that a busy machine slows all of it; seconds of the
 * processors are told beside those of the clock.
 *
 * npx tsx bench/sql.ts [--values 1e7] [--runs 100] [--rounds 3] [--memory 12GB] [--spark] [--only engines|queries]
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
import type { NewAutomation } from "wandb-automations";
import { dryRun, type Firing } from "wandb-automations/evaluate";
import { readParquetFiles } from "wandb-automations/history";
import {
  type BacktestSource,
  backtest,
  compileToSql,
  emitSparkJob,
  readSparkResult,
} from "wandb-automations/sql";
import { FILTERED, ONE, TWENTY } from "./sql/automations.js";
import { handWritten, withSmallRates } from "./sql/hand-written.js";
import { writeExports, writeRuns } from "./sql/write-exports.js";

const { values: flags } = parseArgs({
  options: {
    values: { type: "string", default: "1e7" },
    runs: { type: "string", default: "100" },
    rounds: { type: "string" },
    memory: { type: "string", default: "12GB" },
    only: { type: "string" },
    spark: { type: "boolean", default: false },
  },
});
const VALUES = Number(flags.values);
const RUNS = Number(flags.runs);
const ROUNDS = Number(flags.rounds ?? (VALUES > 2e7 ? 1 : 3));

/** The least that a piece of work took: on the clock, and of all processors. */
interface Measured<T> {
  took: number;
  cpu: number;
  result: T;
}

/** Does pieces of work in turns, a round of all after the other. */
async function inTurns<T>(works: Readonly<Record<string, () => Promise<T>>>) {
  const best: Record<string, Measured<T>> = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, work] of Object.entries(works)) {
      const [start, cpuStart] = [performance.now(), process.cpuUsage()];
      const result = await work();
      const took = (performance.now() - start) / 1000;
      const { user, system } = process.cpuUsage(cpuStart);
      const cpu = (user + system) / 1e6;
      const before = best[name];
      best[name] = before
        ? { took: Math.min(took, before.took), cpu: Math.min(cpu, before.cpu), result }
        : { took, cpu, result };
    }
  }
  return best;
}

const places = (firings: readonly Firing[]) =>
  firings
    .map(({ run, step, automation }) => `${automation.index} ${run?.id.split("_").at(-1)} ${step}`)
    .sort();

function same(what: string, found: readonly string[], expected: readonly string[]): void {
  if (JSON.stringify(found) === JSON.stringify(expected)) return;
  throw new Error(`${what} found ${found.length} firings, and not the same ${expected.length}`);
}

const line = (what: string, { took, cpu }: { took: number; cpu?: number }, note = "") => {
  const processors = cpu === undefined ? "" : `${cpu.toFixed(2).padStart(8)} s of processors`;
  console.log(`${what.padEnd(48)} ${took.toFixed(2).padStart(8)} s ${processors.padEnd(24)}  ${note}`);
};

const against = (one: Measured<unknown>, other: Measured<unknown>, what: string) =>
  `${(one.took / other.took).toFixed(2)} × ${what}, ${(one.cpu / other.cpu).toFixed(2)} × its processors`;

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

async function compareEngines(source: BacktestSource, exports: string) {
  const three = Object.values(ONE);
  const files = await glob("*.parquet", { cwd: exports, absolute: true });
  const spill = { memoryLimit: flags.memory, tempDirectory: path.join(folder, "spill") };
  const measured = await inTurns({
    evaluator: async () => {
      const runs = await readParquetFiles(files, { columns: ["loss"] });
      const histories = runs.map(({ run, rows, readColumns }) => ({ run, rows, readColumns }));
      return (await dryRun(three, histories)).firings;
    },
    DuckDB: async () => (await backtest(three, source, spill)).firings,
  });
  const [evaluator, duckdb] = [measured.evaluator!, measured.DuckDB!];
  const expected = places(evaluator.result);
  line("evaluator, three automations", evaluator, `${expected.length} firings`);
  same("DuckDB", places(duckdb.result), expected);
  line("DuckDB, three automations", duckdb, `same firings, ${against(duckdb, evaluator, "the evaluator")}`);
  if (!flags.spark) return;
  const spark = await onSpark(folder, source);
  same("Spark", places(spark.result.firings), expected);
  line("Spark, three automations, with its start", spark, "same firings");
}

async function compareQueries(exports: string) {
  const files = `${exports}/*.parquet`;
  console.log("\nOne query on DuckDB");
  const settings = { memory_limit: flags.memory, temp_directory: path.join(folder, "spill") };
  const instance = await DuckDBInstance.create(":memory:", settings);
  const connection = await instance.connect();
  const ask = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJS();
  const history = { format: "parquet", files, steps: "unique" } as const;
  const compiled = (automations: NewAutomation | NewAutomation[], runs?: BacktestSource["runs"]) => {
    const source = { history, ...(runs ? { runs } : {}) };
    const sql = compileToSql(automations, { dialect: "duckdb", source });
    return () => ask(sql);
  };
  const steps = (rows: readonly Record<string, unknown>[]) =>
    rows.map(({ run, step }) => `${run} ${step}`).sort();
  const values = (rows: readonly Record<string, unknown>[]) =>
    rows.map(({ run, step, window_values }) => `${run} ${step} ${window_values}`).sort();
  for (const [name, automation] of Object.entries(ONE)) {
    const { byRun, byFile, reporting, query, twenty } = await inTurns({
      byRun: () => ask(handWritten(name, files, "run")),
      byFile: () => ask(handWritten(name, files, "file")),
      reporting: () => ask(handWritten(name, files, "file", { reports: true })),
      query: compiled(automation),
      ...(automation === ONE["average of 5"] ? { twenty: compiled(TWENTY) } : {}),
    });
    const hand = steps(byRun!.result);
    line(`${name}: by hand, by run`, byRun!, `${hand.length} firings`);
    same(name, steps(byFile!.result), hand);
    line(`${name}: by hand, by the file's number`, byFile!, "same firings");
    line("  and with the windows' values, as compiled", reporting!);
    same(name, steps(query!.result), hand);
    same(name, values(query!.result), values(reporting!.result));
    line(`${name}: compiled`, query!, `same firings and values, ${against(query!, byRun!, "by hand")}`);
    line("", query!, against(query!, byFile!, "by the file's number"));
    line("", query!, against(query!, reporting!, "that with the values"));
    if (twenty) line("twenty averages, windows of 5 to 24", twenty, against(twenty, query!, "one"));
  }
  const runs = path.join(folder, "runs.jsonl");
  await writeRuns(runs, RUNS);
  const { hand, query } = await inTurns({
    hand: () => ask(handWritten("average of 5", files, "file", { filter: withSmallRates(runs, exports) })),
    query: compiled(FILTERED, { format: "jsonl", files: runs }),
  });
  line("average of 5, one run in ten: by hand", hand!, `${hand!.result.length} firings`);
  same("one run in ten", steps(query!.result), steps(hand!.result));
  line(
    "average of 5, one run in ten: compiled",
    query!,
    `same firings, ${against(query!, hand!, "by hand")}`,
  );
  connection.closeSync();
  instance.closeSync();
}

const folder = mkdtempSync(path.join(tmpdir(), "bench-sql-"));
try {
  const exports = path.join(folder, "exports");
  mkdirSync(exports);
  await writeExports(exports, { values: VALUES, runs: RUNS });
  console.log(`${VALUES} values in ${RUNS} runs, ${cpus().length} cores, best of ${ROUNDS}\n`);
  const source: BacktestSource = { history: { format: "parquet", files: `${exports}/*.parquet` } };
  if (flags.only !== "queries") await compareEngines(source, exports);
  if (flags.only !== "engines") await compareQueries(exports);
} finally {
  rmSync(folder, { recursive: true });
}
