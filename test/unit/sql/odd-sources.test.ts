import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, describe, expect, it } from "vitest";
import { DoNothing, MetricThresholdFilter, OnRunMetric } from "wandb-automations";
import { dryRun, type RunHistory } from "wandb-automations/evaluate";
import { readCsvFile, readJsonFile, readParquetFiles } from "wandb-automations/history";
import { backtest, type HistoryTable } from "wandb-automations/sql";
import { comparableCounts, comparableFirings } from "../../sql/compare-verdicts.js";

const root = mkdtempSync(path.join(tmpdir(), "odd-"));
afterAll(() => rmSync(root, { recursive: true }));

function written(name: string, text: string): string {
  const file = path.join(mkdtempSync(path.join(root, "of ")), name);
  writeFileSync(file, text);
  return file;
}

const lossAbove = new MetricThresholdFilter({ name: "loss", cmp: ">", threshold: 1 });
const AUTOMATIONS = [new OnRunMetric({ scope: "acme/vision", filter: lossAbove }).then(new DoNothing())];

async function expectSame(history: HistoryTable, runs: readonly RunHistory[]) {
  const verdict = await backtest(AUTOMATIONS, { history });
  const evaluated = await dryRun(AUTOMATIONS, runs);
  expect(comparableFirings(verdict)).toEqual(comparableFirings(evaluated));
  expect(comparableCounts(verdict)).toEqual(comparableCounts(evaluated));
  return verdict;
}

describe("runs told by numbers in JSON", () => {
  it("are whole numbers, however those are spelled", async () => {
    const ids = ["5.0", "5", '"5"', "1e2", "100", "-0.0", "0", "9007199254740991", "-9007199254740991.0"];
    const files = written(
      "history.jsonl",
      ids.map((id, i) => `{"run":${id},"_step":${i},"loss":${i}}\n`).join(""),
    );
    const verdict = await expectSame(
      { format: "jsonl", files },
      await readJsonFile(files, { runKey: "run" }),
    );
    const runs = ["-9007199254740991", "0", "100", "5", "9007199254740991"];
    expect(verdict.outcomes.map((outcome) => (outcome.kind === "run" ? outcome.run.id : ""))).toEqual(runs);
  });

  it.each(["5.5", "1e30", "9007199254740992", "12345678901234567890123"])("are none: %s", async (id) => {
    const files = written(
      "history.jsonl",
      `{"run":"a","_step":0,"loss":2}\n{"run":${id},"_step":0,"loss":2}\n`,
    );
    const [run, ...others] = await readJsonFile(files, { runKey: "run" });
    expect([others, run?.warnings.map(({ code }) => code)]).toEqual([[], ["damaged"]]);
    await expect(backtest(AUTOMATIONS, { history: { format: "jsonl", files } })).rejects.toThrow(
      'a line has no "run" that says its run',
    );
  });
});

describe("steps in JSON", () => {
  it.each(['"x"', "true", "[]", '{"a":1}'])("that are no numbers drop their rows: %s", async (step) => {
    const lines = [0, 1, step].map((_step, i) => `{"run":"a","_step":${_step},"loss":${i * 2}}\n`);
    const odd = [step, step].map((_step) => `{"run":"b","_step":${_step},"loss":5}\n`);
    const files = written("history.jsonl", [...lines, ...odd].join(""));
    const verdict = await backtest(AUTOMATIONS, { history: { format: "jsonl", files } });
    expect(verdict.firings.map(({ run, step }) => [run?.id, step])).toEqual([["a", 1]]);
    expect(verdict.warnings.map(({ code, run }) => `${run} ${code}`)).toEqual(["a bad_step", "b bad_step"]);
  });
});

describe("CSV files whose name tells the run", () => {
  it("have rows with a step and no values", async () => {
    const files = written("a.csv", "_step,_timestamp,loss,acc\n0,10,2,\n9,20,,\n3,30,4,\n9,,5,\n12,,,1\n");
    const verdict = await expectSame({ format: "csv", files, run: "file" }, await readCsvFile(files));
    expect(verdict.warnings.map(({ code }) => code)).toEqual(["went_back"]);
  });

  it("may hold days and times that nobody has", async () => {
    const times = [
      "2026-02-30 00:00:00",
      "2026-03-01 24:00:00",
      "2026-03-01 10:00:00+25:00",
      "2026-03-01 10:00:00+14:00",
    ];
    const rows = times.map((time, i) => `${i},${time},${i}\n`).join("");
    const files = written("a.csv", `_step,_timestamp,loss\n${rows}`);
    const { firings } = await expectSame({ format: "csv", files, run: "file" }, await readCsvFile(files));
    expect(firings.map(({ timestamp }) => timestamp)).toEqual([undefined]);
  });
});

/** A Parquet file of four rows whose losses rise. */
async function parquet(columns: string): Promise<string> {
  const file = written("history.parquet", "");
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run(
    `COPY (SELECT i AS _step, i AS loss, ${columns} FROM range(4) t(i)) TO '${file.replaceAll("'", "''")}'`,
  );
  connection.closeSync();
  return file;
}

describe("Parquet files", () => {
  it.each([
    ["times to the microsecond", "TIMESTAMP '2026-01-01 10:00:00.123456'", 1767261600.123456],
    ["times to the nanosecond", "TIMESTAMP_NS '2026-01-01 10:00:00.123456789'", 1767261600.123456],
    ["times with a zone", "TIMESTAMPTZ '2026-01-01 10:00:00.5+02'", 1767254400.5],
    ["dates", "DATE '2026-01-01'", 1767225600],
    ["times of day, which are none", "TIME '10:00:00'", undefined],
  ])("may have %s", async (_, time, seconds) => {
    const files = await parquet(`'a' AS run, ${time} AS _timestamp`);
    const run = { column: "run" };
    const { firings } = await expectSame(
      { format: "parquet", files, run },
      await readParquetFiles(files, { runKey: "run" }),
    );
    expect(firings.map(({ timestamp }) => timestamp)).toEqual([seconds]);
  });

  it.each(["TIME '10:00:00'", "INTERVAL 3 DAY", "TIMESTAMP '2026-01-01 10:00:00'", "{'x': TIME '10:00:00'}"])(
    "log nothing by %s",
    async (value) => {
      const files = await parquet(`'a' AS run, 1e9 + i AS _timestamp, ${value} AS "odd"`);
      const odd = ["odd", "odd.x"].map((name) =>
        new OnRunMetric({
          scope: "acme/vision",
          filter: new MetricThresholdFilter({ name, cmp: ">", threshold: -1 }),
        }).then(new DoNothing()),
      );
      const history: HistoryTable = { format: "parquet", files, run: { column: "run" } };
      const verdicts = [
        await backtest(odd, { history }),
        await dryRun(odd, await readParquetFiles(files, { runKey: "run" })),
      ];
      for (const { outcomes } of verdicts) {
        expect(outcomes.map((outcome) => outcome.kind === "run" && [outcome.run.id, outcome.logged])).toEqual(
          [
            ["a", 0],
            ["a", 0],
          ],
        );
      }
    },
  );

  it.each(["5::DOUBLE", "5::BIGINT", "5::DECIMAL(18, 2)", "5::DECIMAL(9, 0)", "'5'"])(
    "may name their runs by %s",
    async (value) => {
      const files = await parquet(`${value} AS run`);
      const { firings } = await expectSame(
        { format: "parquet", files, run: { column: "run" } },
        await readParquetFiles(files, { runKey: "run" }),
      );
      expect(firings.map(({ run }) => run?.id)).toEqual(["5"]);
    },
  );

  it.each(["5.5::DOUBLE", "TIMESTAMP '2026-01-01 10:00:00'"])("name no runs by %s", async (value) => {
    const files = await parquet(`${value} AS run`);
    await expect(readParquetFiles(files, { runKey: "run" })).rejects.toThrow('no row tells its run by "run"');
    const history: HistoryTable = { format: "parquet", files, run: { column: "run" } };
    await expect(backtest(AUTOMATIONS, { history })).rejects.toThrow(
      'no text and no whole number in its column "run"',
    );
  });
});
