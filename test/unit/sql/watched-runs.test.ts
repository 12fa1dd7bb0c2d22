import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, describe, expect, it } from "vitest";
import { DoNothing, type NewAutomation, OnRunMetric, or, RunEvent } from "wandb-automations";
import { type BacktestSource, backtest, compileToSql } from "wandb-automations/sql";

const folder = mkdtempSync(path.join(tmpdir(), "watched-runs-"));
afterAll(() => rmSync(folder, { recursive: true }));

const RUNS = ["a", "b", "c", "d"];
const ROWS = 50;
const file = (name: string) => path.join(folder, name);
const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join("\n");
writeFileSync(file("runs.jsonl"), lines(RUNS.map((id, lr) => ({ id, config: { lr } }))));
const runs = { format: "jsonl", files: file("runs.jsonl") } as const;

function watching(run: ReturnType<typeof or>, window = 3): NewAutomation {
  const filter = RunEvent.metric("loss").avg(window).gt(0).and(run);
  return new OnRunMetric({ scope: "acme/vision", filter }).then(new DoNothing());
}
const lr = (value: number) => or(RunEvent.field("config.lr").eq(value));

interface Operator {
  readonly operator_name?: string;
  readonly operator_cardinality?: number;
  readonly children?: readonly Operator[];
}

/** How many rows came out of each window step. */
function windowed(operator: Operator): number[] {
  const own = operator.operator_name?.startsWith("WINDOW") ? [operator.operator_cardinality ?? 0] : [];
  return [...own, ...(operator.children ?? []).flatMap(windowed)];
}

describe("runs that no automation looks at, on DuckDB", async () => {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  afterAll(() => {
    connection.closeSync();
    instance.closeSync();
  });
  for (const run of RUNS) {
    const name = file(`acme_vision_${run}_0.runhistory.parquet`);
    await connection.run(
      `COPY (SELECT i AS _step, i * 60.0 AS _timestamp, 1.5 AS loss, '${run}' AS run FROM range(${ROWS}) t(i)) TO '${name}'`,
    );
  }
  const files = file("*.parquet");
  const exports = { format: "parquet", files, steps: "unique" } as const;

  async function rowsWindowed(
    automations: NewAutomation[],
    history: BacktestSource["history"],
  ): Promise<number> {
    const sql = compileToSql(automations, { dialect: "duckdb", source: { history, runs } });
    const plan = await connection.runAndReadAll(`EXPLAIN (ANALYZE, FORMAT json) ${sql}`);
    const told = JSON.parse(String(plan.getRowsJS()[0]![1])) as Operator;
    return Math.max(...windowed(told));
  }

  it.each<[string, BacktestSource["history"]]>([
    ["names of exports", exports],
    ["a column", { ...exports, run: { column: "run" } }],
  ])("leave before their values are sorted, where runs are told by %s", async (_, history) => {
    expect(await rowsWindowed([watching(lr(1))], history)).toBe(ROWS);
    expect(await rowsWindowed([watching(lr(1)), watching(lr(3))], history)).toBe(2 * ROWS);
    expect(await rowsWindowed([watching(lr(1)), watching(or(lr(1), lr(3)))], history)).toBe(2 * ROWS);
    // Runs themselves are counted, too.
    expect(await rowsWindowed([watching(lr(9))], history)).toBeLessThanOrEqual(RUNS.length);
  });

  it("stay where another automation looks at all of them", async () => {
    const all = RunEvent.metric("loss").avg(3).gt(0);
    const everyRun = new OnRunMetric({ scope: "acme/vision", filter: all }).then(new DoNothing());
    expect(await rowsWindowed([watching(lr(1)), everyRun], exports)).toBe(RUNS.length * ROWS);
  });

  it("fire nothing, and each automation fires on its own runs", async () => {
    const automations = [watching(lr(1)), watching(or(lr(1), lr(3))), watching(lr(1), 5)];
    for (const closest of [false, true]) {
      const verdict = await backtest(automations, { history: exports, runs }, { closest });
      const fired = verdict.firings.map(({ automation, run }) => `${automation.index} ${run?.id}`);
      expect([...new Set(fired)].sort()).toEqual(["0 b", "1 b", "1 d", "2 b"]);
    }
  });
});

describe("runs that no automation looks at, on Spark", () => {
  const history = { format: "parquet", files: "exports/*.parquet", steps: "unique" } as const;
  const nearOf = (automations: NewAutomation[]) =>
    compileToSql(automations, { dialect: "spark", source: { history, runs } })
      .split("\n;\n")
      .find((statement) => statement.includes("/near_0'"))!;

  it("leave with the join that tells the run of a row", () => {
    const joined = (automations: NewAutomation[]) =>
      /JOIN \(SELECT n\.run_key, n\.told_key FROM run_names AS n JOIN admitted AS a ON a\.run = n\.run WHERE (.+)\) AS n ON n\.told_key/.exec(
        nearOf(automations),
      )?.[1];
    expect(joined([watching(lr(1))])).toBe("admits_0");
    expect(joined([watching(lr(1)), watching(lr(1), 5)])).toBe("admits_0");
    expect(joined([watching(lr(1)), watching(lr(3))])).toBe("admits_0 OR admits_1");
  });

  it("aren't read, where a table of runs says which they are", () => {
    const script = (source: BacktestSource) =>
      compileToSql([watching(lr(1)), watching(lr(3))], { dialect: "spark", source });
    const set = script({ history, runs })
      .split("\n;\n")
      .find((part) => part.includes("SET VAR watched_files"));
    expect(set).toContain("WHERE admits_0 OR admits_1) AS wanted");
    expect(nearOf([watching(lr(1))])).toContain("AND coalesce(get(watched_files, ");
    expect(script({ history })).not.toContain("watched_files");
    expect(script({ history: { ...history, run: { column: "run" } }, runs })).not.toContain("watched_files");
  });
});
