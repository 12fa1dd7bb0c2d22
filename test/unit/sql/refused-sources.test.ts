import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, describe, expect, it } from "vitest";
import {
  DoNothing,
  FilterableField,
  HistoryError,
  MetricThresholdFilter,
  OnRunMetric,
} from "wandb-automations";
import { type BacktestSource, backtest } from "wandb-automations/sql";
import { toParquet } from "../../sql/export-files.js";

const root = mkdtempSync(path.join(tmpdir(), "refused-"));
afterAll(() => rmSync(root, { recursive: true }));
const folder = () => mkdtempSync(path.join(root, "of "));

const filter = new MetricThresholdFilter({ name: "loss", cmp: ">", threshold: 1 });
const AUTOMATIONS = [new OnRunMetric({ scope: "acme/vision", filter }).then(new DoNothing())];
const ROWS = Array.from({ length: 9 }, (_, i) => ({ _step: i, _timestamp: 1.7e9 + i, loss: i }));

describe("Sources", () => {
  it("end a backtest where a file isn't named as exports are, and nothing else tells the run", async () => {
    const file = path.join(folder(), "digits.parquet");
    writeFileSync(file, Buffer.from(toParquet(ROWS)));
    const history = { format: "parquet", files: file } as const;
    await expect(backtest(AUTOMATIONS, { history })).rejects.toThrow(
      "digits.parquet: the name isn't that of an export",
    );
  });

  it("end a backtest where a row says no run", async () => {
    const file = path.join(folder(), "history.parquet");
    writeFileSync(file, Buffer.from(toParquet([...ROWS.map((row) => ({ ...row, run: "a" })), { _step: 9 }])));
    const history = { format: "parquet", files: file, run: { column: "run" } } as const;
    await expect(backtest(AUTOMATIONS, { history })).rejects.toThrow(
      'no text and no whole number in its column "run"',
    );
  });

  it.each([
    ["that are empty", "", /history\.csv.*is empty/],
    ["with a column less in a line", "run,_step,loss\na,1\n", /history\.csv/],
    ["with a column more in a line", `run,_step,loss\n${"a,1,2\n".repeat(40_000)}a,1,2,3\n`, /Line: 40002/],
    ["without steps", "run,loss\na,1\n", /no column "_step"/],
    ["without runs", "_step,loss\n1,1\n", /no column "run"/],
    ["with a row of no run", "run,_step,loss\na,1,2\n ,2,2\n", /nothing in its column "run"/],
    ["with quotes inside cells", 'run,_step,loss,note\na,1,2,5" pipe\na,1,3,"6" pipe\n', /history\.csv/],
    [
      "with names that differ in case",
      "run,_step,loss,Loss\na,1,2,3\n",
      /"Loss" and "loss" differ in case only/,
    ],
    ["with blanks around names", "run, _step, loss\na,1,2\n", /" _step".*blank/],
    ["with a byte order mark before a name", "run,_step,\uFEFFloss\na,1,2\n", /loss".*blank/],
    ["that begin with two byte order marks", "\uFEFF\uFEFFrun,_step,loss\na,1,2\n", /run".*blank/],
  ])("says what is wrong with CSV files %s", async (_, text, message) => {
    const file = path.join(folder(), "history.csv");
    writeFileSync(file, text);
    const source: BacktestSource = { history: { format: "csv", files: file } };
    const failed = await backtest(AUTOMATIONS, source).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(HistoryError);
    expect((failed as Error).message).toMatch(message);
  });

  it.each([
    [
      "rows of a run with steps and without",
      '{"run":"a","loss":1}\n{"run":"a","_step":1,"loss":1}\n',
      /in the run a$/,
    ],
    ["a run that is no text", '{"run":true,"_step":1,"loss":1}\n', /no "run" that says its run/],
    ["a run without a name", '{"run":"","_step":1,"loss":1}\n', /no "run" that says its run/],
  ])("end a backtest where there are %s", async (_, text, message) => {
    const file = path.join(folder(), "history.jsonl");
    writeFileSync(file, text);
    const failed = backtest(AUTOMATIONS, { history: { format: "jsonl", files: file } });
    await expect(failed).rejects.toThrow(HistoryError);
    await expect(failed).rejects.toThrow(message);
  });

  it("name the run whose config in the table of runs should be JSON and isn't", async () => {
    const files = path.join(folder(), "history.jsonl");
    const runs = path.join(folder(), "runs.csv");
    writeFileSync(files, ROWS.map((row) => `${JSON.stringify({ run: "a", ...row })}\n`).join(""));
    writeFileSync(runs, "id,config\nb,\na,{oops\n");
    const known = new OnRunMetric({
      scope: "acme/vision",
      filter: filter.and(new FilterableField("config.lr").gt(1)),
    });
    const source: BacktestSource = {
      history: { format: "jsonl", files },
      runs: { format: "csv", files: runs },
    };
    await expect(backtest(known.then(new DoNothing()), source)).rejects.toThrow(
      "the runs table: of the run a, config is no JSON: {oops",
    );
  });

  it("end a backtest where lines hold lists, as files with all rows in one do", async () => {
    const file = path.join(folder(), "history.json");
    writeFileSync(file, JSON.stringify(ROWS));
    const failed = backtest(AUTOMATIONS, { history: { format: "jsonl", files: file, run: "file" } });
    await expect(failed).rejects.toThrow(HistoryError);
    await expect(failed).rejects.toThrow(/history\.json: a line is no row of JSON: \[/);
  });

  it.each([
    [
      "without a step",
      "SELECT 'a' AS run, NULL::BIGINT AS _step, 1.0 AS loss",
      /1 row of the run a in the table "history" without a whole number as _step/,
    ],
    [
      "with fractions for steps",
      "SELECT 'a' AS run, i / 2 AS _step, 1.0 AS loss FROM range(4) t(i)",
      /2 rows of the run a in the table "history" without a whole number as _step/,
    ],
    [
      "with texts for steps",
      "SELECT 'a' AS run, '1' AS _step, 1.0 AS loss",
      /1 row of the run a in the table "history" without a whole number as _step/,
    ],
    [
      "of one step",
      "SELECT 'a' AS run, i // 2 AS _step, i AS loss FROM range(7) t(i)",
      /2 rows of step 0 of the run a in the table "history"/,
    ],
    [
      "without a run",
      "SELECT NULL AS run, 1 AS _step, 1.0 AS loss",
      /no text and no whole number in its column "run"/,
    ],
    ["without a column of runs", "SELECT 1 AS _step, 1.0 AS loss", /no column "run", which says/],
  ])("refuses a table with rows %s", async (_, query, message) => {
    const database = path.join(folder(), "runs.duckdb");
    const instance = await DuckDBInstance.create(database);
    const connection = await instance.connect();
    await connection.run(`CREATE TABLE history AS ${query}`);
    connection.closeSync();
    instance.closeSync();
    const failed = backtest(AUTOMATIONS, { history: { format: "table", name: "history" } }, { database });
    await expect(failed).rejects.toThrow(HistoryError);
    await expect(failed).rejects.toThrow(message);
  });
});
