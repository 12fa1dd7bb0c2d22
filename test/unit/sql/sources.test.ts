import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, describe, expect, it } from "vitest";
import {
  DoNothing,
  FilterableField,
  HistoryError,
  MetricChangeFilter,
  MetricThresholdFilter,
  MetricZScoreFilter,
  OnRunMetric,
  OnRunState,
  StateFilter,
} from "wandb-automations";
import { dryRun, type HistoryRow, type RunHistory, type RunInfo } from "wandb-automations/evaluate";
import { readJsonFile, readParquetFiles } from "wandb-automations/history";
import { type BacktestSource, backtest, type HistoryTable } from "wandb-automations/sql";
import { comparableCounts, comparableFirings } from "../../sql/compare-verdicts.js";
import { writeCsvHistory, writeCsvRun } from "../../sql/csv-files.js";
import { toParquet, writeExports } from "../../sql/export-files.js";
import { NUMBER_TYPES, OTHER_TYPES, writeTypedExports } from "../../sql/typed-exports.js";

const root = mkdtempSync(path.join(tmpdir(), "sources-"));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;
function folder(): string {
  const made = path.join(root, `it's ${folders++}`);
  mkdirSync(made);
  return made;
}

const scope = "acme/vision";
const nothing = new DoNothing();
const AUTOMATIONS = [
  new MetricThresholdFilter({ name: "loss", agg: "average", window: 3, cmp: ">", threshold: 2.5 }),
  new MetricThresholdFilter({ name: "loss", cmp: ">=", threshold: 4 }),
  new MetricChangeFilter({
    name: "loss",
    agg: "max",
    window: 2,
    priorWindow: 2,
    amount: 1,
    changeDir: "any",
    changeType: "absolute",
  }),
  new MetricZScoreFilter({ name: "loss", window: 5, threshold: 1.5, changeDir: "increase" }),
  new MetricThresholdFilter({ name: "loss", agg: "average", window: 40, cmp: ">", threshold: 2 }),
  new MetricThresholdFilter({ name: "loss.x", agg: "average", window: 3, cmp: ">", threshold: 2.5 }),
  new MetricThresholdFilter({ name: 'odd "name"', agg: "sum", window: 2, cmp: "!=", threshold: 0 }),
].map((filter) => new OnRunMetric({ scope, filter }).then(nothing));

/** Rows of a run whose loss goes up and down, with gaps. */
function rows(count: number, seed: number, first = 0): HistoryRow[] {
  return Array.from({ length: count }, (_, i) => ({
    _step: first + i,
    _timestamp: 1.7e9 + (first + i) * 7200,
    ...(i % 7 === 3 ? {} : { loss: Math.round(((i * 37 + seed * 11) % 50) + (i % 3)) / 10 }),
    ...(i % 5 === 0 ? { 'odd "name"': (i % 4) - 1 } : {}),
  }));
}

async function expectSame(source: BacktestSource, runs: readonly RunHistory[]) {
  const verdict = await backtest(AUTOMATIONS, source);
  const evaluated = await dryRun(AUTOMATIONS, runs);
  expect(comparableFirings(verdict)).toEqual(comparableFirings(evaluated));
  expect(comparableCounts(verdict)).toEqual(comparableCounts(evaluated));
  expect(verdict.firings.length).toBeGreaterThan(5);
  return verdict;
}

/** Runs of exports as the database calls them. */
function exported(runs: readonly RunHistory[]): RunHistory[] {
  return runs.map(({ run, rows }) => {
    const id = run.id.split("_").at(-1)!;
    return { run: { ...run, id, entity: "acme", project: "vision" }, rows };
  });
}

describe("Parquet exports", () => {
  it("are one history per run, partitions in the order of their steps", async () => {
    const made = folder();
    const [a, b] = [rows(300, 1), rows(200, 2)];
    const files = [
      ...writeExports(made, "acme_vision_a", [a.slice(0, 100), a.slice(100, 250), a.slice(250)]),
      ...writeExports(made, "acme_vision_b", [b.slice(120), b.slice(0, 120)]),
    ];
    const read = exported(await readParquetFiles(files));
    await expectSame({ history: { format: "parquet", files: `${made}/*.parquet` } }, read);
    await expectSame({ history: { format: "parquet", files, steps: "unique" } }, read);
  });

  it("have no columns by the names of their folders", async () => {
    const made = path.join(folder(), "loss=5", "_step=7");
    mkdirSync(made, { recursive: true });
    const files = writeExports(made, "acme_vision_a", [rows(100, 1)]);
    await expectSame({ history: { format: "parquet", files } }, exported(await readParquetFiles(files)));
  });

  it("are merged where steps repeat or go back, and what is dropped is told", async () => {
    const made = folder();
    const a = rows(100, 3);
    const back = [
      ...a.slice(0, 60),
      ...rows(5, 9, 20),
      { _step: 60, _timestamp: 1.8e9, loss: 5 },
      ...a.slice(60),
    ];
    const overlap = [...rows(4, 5, 98), ...rows(50, 6, 102)];
    const files = writeExports(made, "acme_vision_a", [back, overlap]);
    const verdict = await expectSame(
      { history: { format: "parquet", files: `${made}/*.parquet` } },
      exported(await readParquetFiles(files)),
    );
    expect(verdict.warnings).toEqual([
      {
        code: "went_back",
        run: "acme_vision_a",
        step: 20,
        message: "6 rows were dropped: their steps went back, the lowest to 20",
      },
    ]);
  });

  it.each([
    ["numbers of all kinds", NUMBER_TYPES],
    ["texts, truth values and nested values as well", { ...NUMBER_TYPES, ...OTHER_TYPES }],
    ["texts in all files but one", { ...OTHER_TYPES, b: { loss: "BIGINT" } }],
  ] as const)("may differ in the types of their columns: %s", async (_, types) => {
    const made = folder();
    const files = await writeTypedExports(made, types);
    const read = exported(await readParquetFiles(files));
    await expectSame({ history: { format: "parquet", files: `${made}/*.parquet` } }, read);
    await expectSame({ history: { format: "parquet", files, steps: "merge" } }, read);
  });

  it.each(["merge", "unique"] as const)("may have decimals of any length: steps are %s", async (steps) => {
    const made = folder();
    // Casts of these to DOUBLE come out beside the nearest one.
    const long = "['2.94929678198903063', '2.99230332191681587', '2.34859275554665170'][1 + i % 3]";
    const longer = "['2.189625043505201361', '2.765219243807423545', '2.714465631944132034'][1 + i % 3]";
    const files = await writeTypedExports(made, {
      a: { loss: "DECIMAL(38, 18)", value: longer },
      b: { loss: "DECIMAL(18, 17)", value: long, step: "DECIMAL(18, 0)" },
      c: { loss: "DECIMAL(10, 2)", value: "i * 37 % 50 + 0.63" },
      d: { loss: "DOUBLE", value: "i * 37 % 50 / 7" },
      e: { loss: "BIGINT", value: "9007199254740993 + i * 37 % 50" },
      f: { loss: "STRUCT(x DECIMAL(38, 18))", value: `{'x': ${longer}}` },
    });
    await expectSame(
      { history: { format: "parquet", files: `${made}/*.parquet`, steps } },
      exported(await readParquetFiles(files)),
    );
  });

  it("may be tables of other origin, with a column that tells the run and partitions without some metrics", async () => {
    const made = folder();
    const write = (name: string, run: string, list: readonly HistoryRow[]) =>
      writeFileSync(path.join(made, name), Buffer.from(toParquet(list.map((row) => ({ ...row, run })))));
    write("1.parquet", "it's; --", rows(100, 1));
    write(
      "2.parquet",
      "b",
      rows(100, 2).map(({ _step, _timestamp, loss }) => ({ _step, _timestamp, loss })),
    );
    const read = await readParquetFiles([path.join(made, "1.parquet"), path.join(made, "2.parquet")], {
      runKey: "run",
    });
    const history: HistoryTable = { format: "parquet", files: `${made}/*.parquet`, run: { column: "run" } };
    await expectSame({ history }, read);
  });
});

describe("other sources", () => {
  const all: HistoryRow[] = [
    ...rows(120, 1).map((row) => ({ run: "a", ...row })),
    ...rows(120, 2).map((row) => ({ run: "b", ...row })),
  ];
  const again: HistoryRow[] = [
    ...all,
    { run: "a", _step: 119, _timestamp: 1.8e9, loss: 9 },
    ...rows(30, 4, 120).map((row) => ({ run: "b", ...row })),
  ];

  it("reads JSON lines in the order in which they were logged, and runs that come back", async () => {
    const file = path.join(folder(), "history.jsonl");
    writeFileSync(file, again.map((row) => `${JSON.stringify(row)}\n`).join(""));
    await expectSame(
      { history: { format: "jsonl", files: file } },
      await readJsonFile(file, { runKey: "run" }),
    );
  });

  it("reads CSV files, whatever their headers, cells and ends of lines are", async () => {
    const { files, runs } = await writeCsvHistory(folder());
    const verdict = await expectSame({ history: { format: "csv", files } }, runs);
    expect(verdict.warnings.filter(({ code }) => code === "bad_step").map(({ run }) => run)).toEqual([
      "b",
      "both",
      "it's; --",
    ]);
    const one = await writeCsvRun(folder());
    await expectSame({ history: { format: "csv", files: one.files, run: "file" } }, one.runs);
  });

  it("numbers rows if none of a run has a step, as exports of some keys have it", async () => {
    const file = path.join(folder(), "history.jsonl");
    const stepless = all.map(({ _step, ...row }) => row);
    writeFileSync(file, stepless.map((row) => `${JSON.stringify(row)}\n`).join(""));
    const source: BacktestSource = { history: { format: "jsonl", files: file } };
    const verdict = await expectSame(source, await readJsonFile(file, { runKey: "run" }));
    expect(verdict.warnings.map(({ code, run }) => `${run} ${code}`)).toEqual(["a no_step", "b no_step"]);
  });

  it("reads a table of a database", async () => {
    const made = folder();
    const file = path.join(made, "history.jsonl");
    writeFileSync(file, all.map((row) => `${JSON.stringify(row)}\n`).join(""));
    const database = path.join(made, "runs.duckdb");
    const instance = await DuckDBInstance.create(database);
    const connection = await instance.connect();
    await connection.run(`CREATE SCHEMA "odd; schema"`);
    await connection.run(
      `CREATE TABLE "odd; schema"."my 'table'" AS SELECT * FROM read_json('${file.replaceAll("'", "''")}')`,
    );
    connection.closeSync();
    instance.closeSync();
    const history: HistoryTable = { format: "table", name: ["odd; schema", "my 'table'"] };
    const verdict = await backtest(AUTOMATIONS, { history }, { database });
    const evaluated = await dryRun(AUTOMATIONS, await readJsonFile(file, { runKey: "run" }));
    expect(comparableFirings(verdict)).toEqual(comparableFirings(evaluated));
  });
});

describe("the runs table", () => {
  const runs: Record<string, unknown>[] = [
    {
      id: "a",
      display_name: "good",
      state: "finished",
      tags: ["prod", "x"],
      config: { lr: 0.1, opt: { name: "sgd" } },
      summary_metrics: { acc: 0.9 },
    },
    {
      id: "b",
      display_name: "bad",
      state: "crashed",
      username: "ana",
      group: "g1",
      job_type: "train",
      config: { lr: "0.1" },
    },
    { id: "c", state: "running", tags: [], config: {} },
    { id: "d" },
  ];
  const field = (name: string) => new FilterableField(name);
  const loss = new MetricThresholdFilter({ name: "loss", cmp: ">", threshold: 1 });
  const filters = [
    field("display_name").eq("good"),
    field("display_name").ne("good"),
    field("display_name").in(["bad", "c"]),
    field("display_name").notIn(["bad"]),
    field("config.lr").lt(1),
    field("config.lr").gte(0.1),
    field("config.lr").eq("0.1"),
    field("config.opt.name").eq("sgd"),
    field("summary_metrics.acc").gt(0.5),
    field("tags").contains("pro"),
    field("username").exists(),
    field("username").exists(false),
    field("group").matchesRegex("^g[0-9]$"),
    field("job_type").lte("train"),
  ];
  const automations = [
    ...filters.map((run) => new OnRunMetric({ scope, filter: loss.and(run) }).then(nothing)),
    new OnRunState({ scope, filter: new StateFilter({ states: ["failed", "finished", "running"] }) }).then(
      nothing,
    ),
  ];
  const NAMES: Readonly<Record<string, string>> = {
    display_name: "displayName",
    job_type: "jobType",
    summary_metrics: "summary",
  };
  const infos = runs.map(
    (run) =>
      Object.fromEntries(
        Object.entries(run).map(([key, one]) => [NAMES[key] ?? key, one]),
      ) as unknown as RunInfo,
  );

  function writeRuns(made: string, format: "jsonl" | "csv" | "parquet"): string {
    const file = path.join(made, `runs.${format}`);
    const keys = [...new Set(runs.flatMap((run) => Object.keys(run)))];
    const text = (value: unknown) =>
      value === undefined ? undefined : typeof value === "string" ? value : JSON.stringify(value);
    if (format === "jsonl") writeFileSync(file, runs.map((run) => `${JSON.stringify(run)}\n`).join(""));
    else if (format === "csv") {
      const quote = (value: string | undefined) =>
        value === undefined ? "" : `"${value.replaceAll('"', '""')}"`;
      const lines = runs.map((run) => keys.map((key) => quote(text(run[key]))).join(","));
      writeFileSync(file, `${[keys.join(","), ...lines].join("\n")}\n`);
    } else {
      const flat = runs.map((run) => Object.fromEntries(keys.map((key) => [key, text(run[key])])));
      writeFileSync(file, Buffer.from(toParquet(flat)));
    }
    return file;
  }

  it.each([
    ["a run twice", '{"id":"a"}\n{"id":"a","state":"failed"}\n', /several rows for the run a$/],
    ["a row without an id", '{"id":"a"}\n{"display_name":"b"}\n', /has no id$/],
    ["text that is no JSON", '{"id":"a","config":"{oops"}\n', /of the run a, config is no JSON: \{oops$/],
  ])("ends a backtest where it has %s", async (_, text, message) => {
    const made = folder();
    const [files, table] = [path.join(made, "history.jsonl"), path.join(made, "runs.jsonl")];
    writeFileSync(
      files,
      rows(30, 1)
        .map((row) => `${JSON.stringify({ run: "a", ...row })}\n`)
        .join(""),
    );
    writeFileSync(table, text);
    const failed = backtest(automations, {
      history: { format: "jsonl", files },
      runs: { format: "jsonl", files: table },
    });
    await expect(failed).rejects.toThrow(HistoryError);
    await expect(failed).rejects.toThrow(message);
  });

  it.each(["jsonl", "csv", "parquet"] as const)(
    "as %s answers every operator as the evaluator does",
    async (format) => {
      const made = folder();
      const file = path.join(made, "history.jsonl");
      const logged = runs.flatMap(({ id }) =>
        rows(30, 1).map((row) => `${JSON.stringify({ run: id, ...row })}\n`),
      );
      writeFileSync(file, logged.join(""));
      const verdict = await backtest(automations, {
        history: { format: "jsonl", files: file },
        runs: { format, files: writeRuns(made, format) },
      });
      const read = await readJsonFile(file, { runKey: "run" });
      const evaluated = await dryRun(
        automations,
        read.map(({ run, rows }) => ({ run: infos.find(({ id }) => id === run.id)!, rows })),
      );
      expect(comparableFirings(verdict)).toEqual(comparableFirings(evaluated));
      expect(comparableCounts(verdict)).toEqual(comparableCounts(evaluated));
    },
  );
});
