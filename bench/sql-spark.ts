/**
 * How fast compiled queries are on Spark, against window queries written by hand: all in one Spark, in turns, round by
 * round, so that its start, its compiler and a busy machine weigh on all of them alike. Firings are checked to be the
 * same. The last line is a whole job of three automations, which reports on runs as well.
 *
 * npx tsx bench/sql-spark.ts [--values 1e7] [--runs 100] [--rounds 3] [--memory 8g] [--only jobs|queries|reporting]
 *
 * `reporting` leaves out queries by hand that don't tell the values of windows, and twenty automations.
 *
 * Needs what test/spark/run.sh installs, and /proc.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type BacktestSource, compileToSql, emitSparkJob, readSparkResult } from "wandb-automations/sql";
import { JOB_SETTINGS, LISTING } from "../src/sql/spark/job-settings.js";
import { FILTERED, ONE, TWENTY } from "./sql/automations.js";
import { type HandQuery, sparkByHand, withSmallRates } from "./sql/spark-by-hand.js";
import { writeExports, writeRuns } from "./sql/write-exports.js";

const { values: flags } = parseArgs({
  options: {
    values: { type: "string", default: "1e7" },
    runs: { type: "string", default: "100" },
    rounds: { type: "string", default: "3" },
    memory: { type: "string", default: "8g" },
    only: { type: "string" },
  },
});
const [VALUES, RUNS, ROUNDS] = [Number(flags.values), Number(flags.runs), Number(flags.rounds)];

/** What a script took: on the clock, of all processors, and the most memory that Spark had taken until then. */
interface Answer {
  readonly took: number;
  readonly cpu: number;
  readonly peak: number;
  readonly rows: readonly { readonly run: string; readonly step: number }[];
  readonly error?: string;
}

const folder = mkdtempSync(path.join(tmpdir(), "bench-spark-"));
const settings = {
  "spark.master": "local[*]",
  "spark.driver.memory": flags.memory,
  "spark.local.dir": path.join(folder, "local"),
  // Those of a job, for queries by hand as well.
  ...Object.fromEntries(JOB_SETTINGS.map(({ name, value }) => [name, value])),
  [LISTING.name]: String(Math.max(LISTING.least, LISTING.perCore * cpus().length)),
};
const script = fileURLToPath(new URL("sql/spark_session.py", import.meta.url));
const python = spawn(
  process.env.SPARK_PYTHON ?? ".cache/spark/bin/python",
  [script, JSON.stringify(settings)],
  {
    stdio: ["pipe", "pipe", process.env.SPARK_LOG ? "inherit" : "ignore"],
  },
);
const answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();

/** Runs the statements of a script, and says what they took. */
async function run(sql: string): Promise<Answer> {
  const statements = sql.split("\n;\n").filter((part) => part.trim() !== "");
  python.stdin.write(`${JSON.stringify(statements)}\n`);
  const { value, done } = await answers.next();
  if (done) throw new Error("Spark ended");
  const answer = JSON.parse(value) as Answer;
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer;
}

/** Runs scripts in turns, and keeps the least that each took. */
async function inTurns(scripts: Readonly<Record<string, string>>): Promise<Record<string, Answer>> {
  const best: Record<string, Answer> = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, sql] of Object.entries(scripts)) {
      const answer = await run(sql);
      const { took, cpu } = best[name] ?? answer;
      best[name] = { ...answer, took: Math.min(took, answer.took), cpu: Math.min(cpu, answer.cpu) };
    }
  }
  return best;
}

const line = (what: string, { took, cpu }: Answer, note: string) =>
  console.log(
    `${what.padEnd(52)} ${took.toFixed(1).padStart(7)} s ${cpu.toFixed(1).padStart(8)} s of processors  ${note}`,
  );
const against = (one: Answer, other: Answer) =>
  `${(one.took / other.took).toFixed(2)} ×, ${(one.cpu / other.cpu).toFixed(2)} × its processors`;
const steps = (answer: Answer) => answer.rows.map(({ run, step }) => `${run} ${step}`).sort();

function same(what: string, found: readonly string[], expected: readonly string[]): void {
  if (JSON.stringify(found) === JSON.stringify(expected)) return;
  throw new Error(`${what} found ${found.length} firings, and not the same ${expected.length}`);
}

const source = {
  history: { format: "parquet", files: path.join(folder, "exports", "*.parquet"), steps: "unique" },
} as const;

const BY_FILE: HandQuery = { form: "running sums", key: "file", reports: true };

/** The first one means what the automation means, and tells as much; running sums drift. */
const BY_HAND: Readonly<Record<string, HandQuery>> = {
  "by run, with the values": { form: "frames", key: "run", reports: true },
  "by file": { ...BY_FILE, form: "frames", reports: false },
  "running sums, by file, with the values": BY_FILE,
  "running sums, by file": { ...BY_FILE, reports: false },
};

async function compareQueries(): Promise<void> {
  const compile = (automations: Parameters<typeof compileToSql>[0], runs?: BacktestSource["runs"]) =>
    compileToSql(automations, {
      ...{ dialect: "spark", workFolder: path.join(folder, "work") },
      source: { ...source, ...(runs ? { runs } : {}) },
    });
  for (const [name, automation] of Object.entries(ONE)) {
    const all = flags.only !== "reporting";
    const byHand = Object.fromEntries(
      Object.entries(BY_HAND)
        .filter(([, { reports }]) => all || reports)
        .map(([what, query]) => [what, sparkByHand(name, source.history.files, query)]),
    );
    const { compiled, twenty, ...hand } = await inTurns({
      ...byHand,
      compiled: compile(automation),
      ...(all && automation === ONE["average of 5"] ? { twenty: compile(TWENTY) } : {}),
    });
    line(`${name}: compiled`, compiled!, `${compiled!.rows.length} firings`);
    for (const [what, answer] of Object.entries(hand)) {
      same(`${name} by hand, ${what},`, steps(answer), steps(compiled!));
      line(`  by hand, ${what}`, answer, `same firings; compiled against it ${against(compiled!, answer)}`);
    }
    if (twenty)
      line("twenty averages, windows of 5 to 24", twenty, `against one ${against(twenty, compiled!)}`);
  }
  const runs = path.join(folder, "runs.jsonl");
  await writeRuns(runs, RUNS);
  const { hand, compiled } = await inTurns({
    hand: sparkByHand("average of 5", source.history.files, { ...BY_FILE, filter: withSmallRates(runs) }),
    compiled: compile(FILTERED, { format: "jsonl", files: runs }),
  });
  line("average of 5, one run in ten: by hand, with the values", hand!, `${hand!.rows.length} firings`);
  same("one run in ten", steps(compiled!), steps(hand!));
  line("average of 5, one run in ten: compiled", compiled!, `same firings, ${against(compiled!, hand!)}`);
}

async function measureJob(): Promise<void> {
  const job = path.join(folder, "job");
  const resultFolder = path.join(folder, "result");
  await emitSparkJob(Object.values(ONE), {
    ...{ source, folder: job, resultFolder, workFolder: path.join(folder, "work") },
  });
  const sql = readFileSync(path.join(job, "backtest.sql"), "utf8");
  for (const what of ROUNDS > 1 ? ["for the first time", "again"] : ["for the first time"]) {
    const answer = await run(sql);
    const { firings } = await readSparkResult(resultFolder);
    const peak = `${(answer.peak / 2 ** 30).toFixed(1)} GB at most`;
    line(`a job of three automations, ${what}`, answer, `${firings.length} firings, ${peak}`);
  }
}

try {
  mkdirSync(path.join(folder, "exports"));
  await writeExports(path.join(folder, "exports"), { values: VALUES, runs: RUNS });
  console.log(`${VALUES} values in ${RUNS} runs, ${cpus().length} cores, best of ${ROUNDS}\n`);
  if (flags.only === undefined || flags.only === "jobs") await measureJob();
  if (flags.only !== "jobs") await compareQueries();
} finally {
  python.stdin.end();
  rmSync(folder, { recursive: true });
}
