import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  DoNothing,
  FilterableField,
  MetricThresholdFilter,
  OnCreateArtifact,
  OnRunMetric,
} from "wandb-automations";
import { type BacktestProgress, backtest, compileToSql, emitSparkJob } from "wandb-automations/sql";

const folder = mkdtempSync(path.join(tmpdir(), "backtest-"));
const database = path.join(folder, "history.duckdb");
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  await connection.run(`CREATE TABLE history AS SELECT 'run' || (i % 50) AS run, i // 50 AS _step,
    1.7e9 + (i // 50) * 600.0 AS _timestamp, (hash(i) % 1000) / 100 AS loss FROM range(400000) t(i)`);
  await connection.run(`CREATE TABLE large AS SELECT 'run' || (i % 50) AS run, i // 50 AS _step,
    1.7e9 + (i // 50) * 600.0 AS _timestamp, (hash(i) % 1000) / 100 AS loss FROM range(3000000) t(i)`);
  connection.closeSync();
  instance.closeSync();
});

const history = { format: "table", name: "history" } as const;
const large = { format: "table", name: "large" } as const;
const watch = (threshold: number, window: number) =>
  new OnRunMetric({
    scope: "acme/vision",
    filter: new MetricThresholdFilter({ name: "loss", agg: "average", window, cmp: ">", threshold }),
  }).then(new DoNothing());

describe("backtest", () => {
  it("tells how far it is", async () => {
    const phases = new Set<string>();
    const fractions: number[] = [];
    const onProgress = ({ phase, fraction }: BacktestProgress) => {
      phases.add(phase);
      if (phase === "firings" && fraction !== undefined) fractions.push(fraction);
    };
    const automations = Array.from({ length: 20 }, (_, i) => watch(9, 40 + i));
    await backtest(automations, { history: large }, { database, onProgress });
    expect([...phases]).toEqual(["inspect", "runs", "firings"]);
    expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
  });

  it("stops when it is told to, with the signal's reason, while DuckDB works", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const onProgress = ({ phase }: { phase: string }) => {
      if (phase === "firings") setImmediate(() => controller.abort(reason));
    };
    const options = { database, signal: controller.signal, onProgress };
    const automations = Array.from({ length: 20 }, (_, i) => watch(1, 40 + i));
    await expect(backtest(automations, { history }, options)).rejects.toBe(reason);
    await expect(backtest(watch(8, 5), { history }, options)).rejects.toBe(reason);
  });

  it("spills what doesn't fit into its memory, and finds the same", async () => {
    const automations = [watch(6.2, 40), watch(8.8, 5)];
    const tempDirectory = path.join(folder, "spill");
    let spilled = 0;
    const limits = { memoryLimit: "90MB", threads: 1, tempDirectory };
    const onProgress = () => {
      if (!existsSync(tempDirectory)) return;
      const sizes = readdirSync(tempDirectory).map((name) => statSync(path.join(tempDirectory, name)).size);
      spilled = Math.max(
        spilled,
        sizes.reduce((sum, size) => sum + size, 0),
      );
    };
    const limited = await backtest(automations, { history: large }, { database, ...limits, onProgress });
    const free = await backtest(automations, { history: large }, { database });
    expect(limited.firings).toEqual(free.firings);
    expect(free.firings.length).toBeGreaterThan(100);
    // The rows that are sorted, of 40 bytes at least, are more than the memory that there is.
    expect(spilled).toBeGreaterThan(20e6);
    expect(existsSync(tempDirectory) ? readdirSync(tempDirectory) : []).toEqual([]);
  });

  it("refuses options that it can't take", async () => {
    const bad = { memoryLimit: "much", threads: 0, engine: "flink" } as never;
    await expect(backtest(watch(8, 5), { history }, bad)).rejects.toThrow(
      /threads.*whole number of at least 1/s,
    );
    await expect(backtest(watch(8, 5), { history }, { memoryLimit: "much" })).rejects.toThrow(
      "options of the backtest",
    );
  });
});

describe("one pass", () => {
  it("reads a metric once, however many automations watch it", async () => {
    const automations = Array.from({ length: 20 }, (_, i) => watch(5 + i / 10, 5 + i));
    const sql = compileToSql(automations, { dialect: "duckdb", source: { history } });
    const connection = await (await DuckDBInstance.create(database)).connect();
    const rows = (await connection.runAndReadAll(`EXPLAIN ${sql}`)).getRowObjectsJS();
    const plan = rows.map((row) => String(row.explain_value)).join("\n");
    expect(plan.match(/SEQ_SCAN|TABLE_SCAN/g)).toHaveLength(1);
    expect(plan.match(/\bWINDOW\b/g)).toHaveLength(1);
  });

  it("reads a metric as often for twenty automations as for one on Spark", () => {
    const automations = Array.from({ length: 20 }, (_, i) => watch(5 + i / 10, 5 + i));
    const scans = (asked: typeof automations) =>
      compileToSql(asked, { dialect: "spark", source: { history } }).match(/FROM `history`/g)!.length;
    expect(scans(automations)).toBe(scans(automations.slice(0, 1)));
  });
});

describe("what can't be said", () => {
  const metric = new MetricThresholdFilter({ name: "loss", cmp: ">", threshold: 1 });
  const filtered = (pattern: string) =>
    new OnRunMetric({
      scope: "acme/vision",
      filter: metric.and(new FilterableField("display_name").matchesRegex(pattern)),
    }).then(new DoNothing());

  it.each([
    [
      "an artifact event",
      () =>
        compileToSql(new OnCreateArtifact({ scope: "acme/vision/models" }).then(new DoNothing()), {
          dialect: "duckdb",
          source: { history },
        }),
      "waits for CREATE_ARTIFACT",
    ],
    [
      "another dialect",
      () => compileToSql(watch(1, 1), { dialect: "flink" as never, source: { history } }),
      'must be "duckdb" or "spark", got flink',
    ],
    [
      "a Unicode class on Spark",
      () => compileToSql(filtered("\\pL"), { dialect: "spark", source: { history } }),
      "the Unicode class \\p",
    ],
    [
      "a repetition in a repetition on Spark",
      () => compileToSql(filtered("(a+)+"), { dialect: "spark", source: { history } }),
      "a repetition inside a repetition",
    ],
    [
      "half a pair",
      () =>
        compileToSql(
          new OnRunMetric({
            scope: "acme/vision",
            filter: new MetricThresholdFilter({ name: "a\ud800", cmp: ">", threshold: 1 }),
          }).then(new DoNothing()),
          { dialect: "duckdb", source: { history } },
        ),
      "half of a surrogate pair",
    ],
    [
      "an option",
      () =>
        compileToSql(watch(1, 1), {
          dialect: "duckdb",
          source: { history },
          resetOnResume: true,
        } as never),
      "resetOnResume: true can't be said in SQL: rows of a table or of exported files don't tell where a run was resumed",
    ],
    [
      "series",
      () =>
        compileToSql(watch(1, 1), {
          dialect: "duckdb",
          source: { history },
          collect: ["series"],
        } as never),
      'collect: ["series"] can\'t be said in SQL',
    ],
  ])("%s is an error that names it", (_, compile, message) => {
    expect(compile).toThrow(message);
  });

  it("is refused before a job is written", async () => {
    const options = { source: { history }, folder: path.join(folder, "job"), resetOnResume: true } as never;
    await expect(emitSparkJob(watch(1, 1), options)).rejects.toThrow("resetOnResume: true");
  });
});
