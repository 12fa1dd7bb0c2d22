import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DoNothing, FilterableField, MetricThresholdFilter, OnRunMetric } from "wandb-automations";
import { dryRun, type HistoryRow, type RunHistory } from "wandb-automations/evaluate";
import { loggedValue, readJsonFile, readParquetFiles } from "wandb-automations/history";
import { type BacktestSource, emitSparkJob, readSparkResult } from "wandb-automations/sql";
import { planQuery } from "../../src/sql/query/plan.js";
import { queriesFor } from "../../src/sql/query/queries.js";
import { intoFolder, sparkStatements } from "../../src/sql/spark/spark-script.js";
import { spark } from "../../src/sql/text/spark-dialect.js";
import { comparableCounts, comparableFirings } from "../sql/compare-verdicts.js";
import { writeCsvHistory, writeCsvRun } from "../sql/csv-files.js";
import { writeExports } from "../sql/export-files.js";
import { NUMBER_TYPES, OTHER_TYPES, writeTypedExports } from "../sql/typed-exports.js";
import { jsonLines } from "./json-lines.js";
import { SparkSession } from "./session.js";

const root = mkdtempSync(path.join(tmpdir(), "spark-sources-"));
const session = new SparkSession();
afterAll(() => {
  session.close();
  rmSync(root, { recursive: true });
});

let jsonFolders = 0;

function folder(name: string): string {
  const made = path.join(root, name);
  mkdirSync(made);
  return made;
}

const loss = new MetricThresholdFilter({ name: "loss", agg: "average", window: 3, cmp: ">", threshold: 2.5 });
const good = new FilterableField("display_name").eq("good, really");
const known = new FilterableField("config.lr").exists();
const AUTOMATIONS = [loss, loss.and(good), loss.and(known)].map((filter) =>
  new OnRunMetric({ scope: "acme/vision", filter }).then(new DoNothing()),
);

async function verdictOf(source: BacktestSource, made: string, automations = AUTOMATIONS) {
  const at = (part: string) => path.join(made, part);
  const job = { source, folder: at("job"), workFolder: at("work"), resultFolder: at("result") };
  await emitSparkJob(automations, job);
  await session.job(job.folder);
  return await readSparkResult(job.resultFolder);
}

async function expectSame(
  source: BacktestSource,
  runs: readonly RunHistory[],
  made: string,
  automations = AUTOMATIONS,
) {
  const verdict = await verdictOf(source, made, automations);
  const evaluated = await dryRun(automations, runs);
  expect(comparableFirings(verdict)).toEqual(comparableFirings(evaluated));
  expect(comparableCounts(verdict)).toEqual(comparableCounts(evaluated));
  expect(verdict.firings.length).toBeGreaterThan(2);
  return verdict;
}

/** The rows that Spark makes of a history, before anything is judged. */
async function historyOf(source: BacktestSource, made: string): Promise<LoggedRow[]> {
  const { history } = queriesFor(planQuery(AUTOMATIONS), source, spark);
  const select = "SELECT run, step, time, CAST(metric_0 AS STRING) AS loss FROM history ORDER BY run, place";
  const asked = sparkStatements({ steps: history, select }, path.join(made, "work"));
  const result = path.join(made, "rows");
  for (const one of asked.slice(0, -1)) await session.sql(one);
  await session.sql(intoFolder(result, "json", asked.at(-1)!));
  return jsonLines<Record<string, unknown>>(result).map(({ run, step, time, loss }) => ({
    run: String(run),
    step,
    time,
    loss: loss === undefined ? undefined : Number(loss),
  }));
}

interface LoggedRow {
  readonly run: string;
  readonly step: unknown;
  readonly time: unknown;
  readonly loss: number | undefined;
}

async function loggedRows(runs: readonly RunHistory[]): Promise<LoggedRow[]> {
  const found: LoggedRow[] = [];
  for (const { run, rows } of runs) {
    for await (const row of rows) {
      // A time that is NaN is none.
      const time = Number.isNaN(row._timestamp) ? undefined : row._timestamp;
      found.push({ run: run.id, step: row._step, time, loss: loggedValue(row, "loss") });
    }
  }
  return found;
}

describe("CSV files on Spark", () => {
  it("are read whatever their headers, cells and ends of lines are, with a runs table", async () => {
    const made = folder("several");
    const { files, runs } = await writeCsvHistory(made);
    const table = path.join(made, "runs table.csv");
    writeFileSync(table, 'id,display_name,tags\r\n"it\'s; --","good, really","[""a""]"\r\nboth,bad,\r\n');
    const source: BacktestSource = {
      history: { format: "csv", files },
      runs: { format: "csv", files: table },
    };
    const names = new Map([
      ["it's; --", { displayName: "good, really", tags: ["a"] }],
      ["both", { displayName: "bad" }],
    ]);
    const known = runs.map(({ run, rows }) => ({ run: { ...run, ...names.get(run.id) }, rows }));
    const verdict = await expectSame(source, known, made);
    expect(verdict.warnings.filter(({ code }) => code === "bad_step").map(({ run }) => run)).toEqual([
      "b",
      "both",
      "it's; --",
    ]);
  });

  it("may be one run each", async () => {
    const made = folder("one");
    const { files, runs } = await writeCsvRun(made);
    const rows = await historyOf({ history: { format: "csv", files, run: "file" } }, made);
    expect(rows).toEqual(await loggedRows(runs));
  });

  it.each([
    [
      "a column less in a line",
      "run,_step,loss\na,1\n",
      /history\.csv: a line has 2 cells instead of the 3.*: a,1/,
    ],
    ["no steps", "run,loss\na,1\n", /history\.csv: there is no column "_step"/],
    ["a row of no run", "run,_step,loss\na,1,2\n ,2,2\n", /nothing in its column "run"/],
    ["quotes inside cells", 'run,_step,loss\na,1,5" pipe\n', /history\.csv: this is no CSV: a,1,5" pipe/],
  ])("end the job where they have %s", async (name, text, message) => {
    const made = folder(name);
    const file = path.join(made, "history.csv");
    writeFileSync(file, text);
    await expect(verdictOf({ history: { format: "csv", files: file } }, made)).rejects.toThrow(message);
  });
});

/** Rows of a run that fire, with something in each that isn't read. */
function jsonRows(run: string, extra: string): string[] {
  return [1, 2, 3, 4].map(
    (i) => `{"run":"${run}","_step":${i},"_timestamp":${1.7e9 + i * 2e5},"loss":${i},${extra}}`,
  );
}

describe("JSON lines on Spark", () => {
  it("hold bare NaN and Infinity, keys that come twice, and lines of blanks", async () => {
    const made = folder("json");
    const file = path.join(made, "history.jsonl");
    const lines = [
      ...jsonRows("nan", '"acc":NaN,"list":[-Infinity,{"x":Infinity}]'),
      '{"run":"nan","_step":5,"_timestamp":1.8e9,"loss":Infinity}',
      '{"run":"nan","_step":6,"loss":NaN}',
      '{"run":"nan","_step":NaN,"loss":7}',
      "\t \u00a0",
      ...jsonRows("twice", '"loss":5,"note":"NaN, {} ]","in":{"x":1,"x":2}'),
      " \t",
      "",
    ];
    writeFileSync(file, lines.join("\r\n"));
    const table = path.join(made, "runs.jsonl");
    const info = { id: "nan", display_name: "good, really", config: '{"lr": NaN}' };
    writeFileSync(table, `${JSON.stringify(info).slice(0, -1)},"summary_metrics":{"acc":NaN}}\n`);
    const read = await readJsonFile(file, { runKey: "run" });
    const runs = read.map(({ run, rows }) => {
      const told = { displayName: info.display_name, config: { lr: Number.NaN } };
      return { run: { ...run, ...(run.id === "nan" ? told : {}) }, rows };
    });
    const source: BacktestSource = {
      history: { format: "jsonl", files: file },
      runs: { format: "jsonl", files: table },
    };
    const { firings } = await expectSame(source, runs, made);
    const fired = new Set(firings.map(({ run, automation }) => `${run?.id} ${automation.index}`));
    expect(fired).toEqual(new Set(["nan 0", "nan 1", "nan 2", "twice 0"]));
  });

  const row = '{"run":"a","_step":9,"loss":1}';
  it.each([
    ["two rows in one", `${row} ${row}`, /json 0\/history\.jsonl: a line is no row of JSON: \{"run"/],
    ["a comma behind a row", `${row},`, /no row of JSON/],
    ["no object", `[${row}]`, /no row of JSON/],
    [
      "bytes that are no text",
      Buffer.concat([Buffer.from('{"run":"'), Buffer.from([0xff, 0x22, 0x7d])]),
      /no row/,
    ],
    ["an end that was cut off", row.slice(0, 20), /no row of JSON/],
    ["no run", '{"_step":9}', /history\.jsonl: a line has no "run" that says its run/],
  ])("end the job where lines hold %s", async (_, line, message) => {
    const made = folder(`json ${jsonFolders++}`);
    const file = path.join(made, "history.jsonl");
    writeFileSync(file, Buffer.concat([Buffer.from(`${row}\n`), Buffer.from(line)]));
    await expect(verdictOf({ history: { format: "jsonl", files: file } }, made)).rejects.toThrow(message);
  });
});

describe("Parquet files on Spark", () => {
  it("may differ in the types of their columns, and in what columns they have", async () => {
    const made = folder("it's [odd] 100% + types");
    const files = await writeTypedExports(made, { ...NUMBER_TYPES, ...OTHER_TYPES });
    const read = await readParquetFiles(files);
    const runs = read.map(({ run, rows }) => ({ run: { ...run, entity: "acme", project: "vision" }, rows }));
    const pattern = path.join(root, "it's *", "*.runhistory.parquet");
    const verdict = await expectSame({ history: { format: "parquet", files: pattern } }, runs, made);
    expect(new Set(verdict.firings.map(({ run }) => run?.id))).toEqual(new Set("abcdefin"));
  });

  it("may be listed one by one, with texts where others have numbers", async () => {
    const made = folder("listed");
    const types = { a: { loss: "DOUBLE" }, b: { loss: "VARCHAR" }, c: { loss: "BIGINT" } };
    const files = await writeTypedExports(made, types);
    const read = await readParquetFiles(files);
    const runs = read.map(({ run, rows }) => ({ run: { ...run, entity: "acme", project: "vision" }, rows }));
    const verdict = await expectSame({ history: { format: "parquet", files } }, runs, made);
    expect(new Set(verdict.firings.map(({ run }) => run?.id))).toEqual(new Set(["a", "c"]));
  });

  it.each<[string, MetricThresholdFilter]>([
    ["the latest value", new MetricThresholdFilter({ name: "loss", cmp: ">", threshold: 40 })],
    ["any other value", new MetricThresholdFilter({ name: "loss", cmp: "!=", threshold: 37 })],
    [
      "the least of three",
      new MetricThresholdFilter({ name: "loss", agg: "min", window: 3, cmp: "<", threshold: 5 }),
    ],
  ])("are judged where every step comes once, by a condition on %s alone", async (what, filter) => {
    const made = folder(what);
    const files = await writeTypedExports(made, { a: { loss: "DOUBLE" }, b: { loss: "DOUBLE" } });
    const runs = (await readParquetFiles(files)).map(({ run, rows }) => ({
      ...{ run: { ...run, entity: "acme", project: "vision" }, rows },
    }));
    const automations = [new OnRunMetric({ scope: "acme/vision", filter }).then(new DoNothing())];
    const pattern = path.join(made, "*.runhistory.parquet");
    await expectSame(
      { history: { format: "parquet", files: pattern, steps: "unique" } },
      ...([runs, made, automations] as const),
    );
  });

  it("may hold a metric inside a column, which is of other types in other files", async () => {
    const made = folder("inside");
    const files = await writeTypedExports(made, {
      a: { loss: "STRUCT(x DOUBLE)", value: "{'x': i % 7}" },
      b: { loss: "STRUCT(y VARCHAR, x INTEGER)", value: "{'y': 'x', 'x': i % 9}" },
      c: { loss: "STRUCT(y DOUBLE)", value: "{'y': i}" },
      d: { loss: "DOUBLE" },
    });
    const read = await readParquetFiles(files);
    const runs = read.map(({ run, rows }) => ({ run: { ...run, entity: "acme", project: "vision" }, rows }));
    const inside = new MetricThresholdFilter({ name: "loss.x", cmp: ">", threshold: 2.5 });
    const automations = [new OnRunMetric({ scope: "acme/vision", filter: inside }).then(new DoNothing())];
    const source: BacktestSource = {
      history: { format: "parquet", files: path.join(made, "*.runhistory.parquet") },
    };
    const verdict = await expectSame(source, runs, made, automations);
    expect(new Set(verdict.firings.map(({ run }) => run?.id))).toEqual(new Set(["a", "b"]));
  });

  it("log no times where those are texts", async () => {
    const made = folder("times");
    const files = await writeTypedExports(made, { a: { timestamp: "VARCHAR", loss: "BIGINT" } });
    const found = await historyOf({ history: { format: "parquet", files } }, made);
    expect(found.map(({ step, time }) => [step, time])).toEqual(found.map((_, i) => [i, undefined]));
    expect(found).toHaveLength(60);
  });

  it("may be listed one by one, with their columns in another order", async () => {
    const made = folder("orders");
    const write = (run: string, rows: readonly HistoryRow[]) =>
      writeExports(made, `acme_vision_${run}`, [rows])[0]!;
    const rows = (key: string, other: string) =>
      Array.from({ length: 20 }, (_, i) => ({ _step: i, _timestamp: 1.7e9 + i, [key]: i, [other]: -i }));
    const files = [write("a", rows("loss", "acc")), write("b", rows("acc", "loss"))];
    const found = await historyOf({ history: { format: "parquet", files } }, made);
    const of = (run: string, sign: 1 | -1) =>
      rows("x", "y").map(({ _step, _timestamp }) => {
        return { run: `acme_vision_${run}`, step: _step, time: _timestamp, loss: sign * _step };
      });
    expect(found).toEqual([...of("a", 1), ...of("b", -1)]);
  });
});
