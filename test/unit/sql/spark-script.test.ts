import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import {
  DoNothing,
  FilterableField,
  MetricChangeFilter,
  MetricThresholdFilter,
  OnRunMetric,
} from "wandb-automations";
import { type BacktestSource, compileToSql, emitSparkJob } from "wandb-automations/sql";
import { toCompiledList } from "../../../src/evaluate/evaluable.js";

const source = { history: { format: "parquet", files: "exports/*.parquet", steps: "unique" } } as const;

function statementsFor(agg: "average" | "max"): string[] {
  const filter = new MetricThresholdFilter({ name: "loss", agg, window: 5, cmp: ">", threshold: 3 });
  const automation = new OnRunMetric({ scope: "acme/vision", filter }).then(new DoNothing());
  return compileToSql(automation, { dialect: "spark", source }).split("\n;\n");
}

async function emitted(
  filters: readonly ConstructorParameters<typeof OnRunMetric>[0]["filter"][],
  source: BacktestSource,
): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "emitted-"));
  const automations = filters.map((filter) =>
    new OnRunMetric({ scope: "acme/vision", filter }).then(new DoNothing()),
  );
  await emitSparkJob(automations, { source, folder, closest: true });
  const script = readFileSync(path.join(folder, "backtest.sql"), "utf8");
  rmSync(folder, { recursive: true });
  return script.split("\n;\n");
}

describe("a script for Spark", () => {
  it("takes the steps for rows in doubt only where there are some", () => {
    const scripts = statementsFor("average").filter((statement) => /^BEGIN$/m.test(statement));
    expect(scripts).toHaveLength(1);
    const [taken, otherwise] = scripts[0]!.split("\n  ELSE\n");
    expect(taken).toContain("IF EXISTS (SELECT automation FROM candidates WHERE holds IS NULL) THEN");
    for (const name of ["doubt_0_rows", "doubts", "settled"]) {
      expect(taken).toContain(`CREATE OR REPLACE TEMPORARY VIEW ${name} USING parquet`);
    }
    expect(otherwise).toContain(
      "CREATE OR REPLACE TEMPORARY VIEW settled AS SELECT automation, run, place, time",
    );
    expect(otherwise!.trimEnd()).toMatch(/WHERE FALSE;\n {2}END IF;\nEND$/);
  });

  it("sets which files to read a second time, by variables declared where scripts may", () => {
    const parts = statementsFor("average");
    const script = parts.findIndex((statement) => /^BEGIN$/m.test(statement));
    const declared = (name: string) =>
      parts.findIndex((part) => part.trim() === `DECLARE OR REPLACE VARIABLE ${name} ARRAY<BOOLEAN>`);
    expect(declared("doubt_0_files")).toBeGreaterThanOrEqual(0);
    expect(declared("doubt_0_files")).toBeLessThan(script);
    expect(parts[script]).toMatch(/^ {4}SET doubt_0_files = \($/m);
    expect(parts[declared("firing_0_files") + 1]).toMatch(/^SET VAR firing_0_files = \($/m);
    expect(parts.at(-2)).toContain("coalesce(get(firing_0_files, ");
  });

  it("keeps of rows that fired what is asked of them later, and looks for them nowhere again", () => {
    const rows = statementsFor("average").find((part) => /^INSERT .*firing_0_rows/m.test(part))!;
    expect(rows).toContain(
      "SELECT automation, run, place, time, step, first_place FROM candidates WHERE holds",
    );
    expect(rows).not.toMatch(/JOIN candidates|candidates AS/);
    const [, question] = statementsFor("average").at(-2)!.split("firing_0_values AS (");
    expect(question).not.toMatch(/run_names|candidates|DISTINCT|OVER/);
  });

  it("sorts no second column for numbers where all conditions add up", () => {
    const series = (sql: string) => sql.slice(sql.indexOf("series_0 AS ("));
    expect(series(statementsFor("average").join("\n;\n"))).not.toContain("AS number");
    expect(series(statementsFor("max").join("\n;\n"))).not.toContain("AS number");
  });

  it("has no such steps where nothing is added up", () => {
    expect(statementsFor("max").join("\n")).not.toMatch(/^BEGIN$|settled/m);
  });

  it.each(["csv", "jsonl", "parquet"] as const)(
    "looks at a folder anew whenever it has written it, and writes it only once the same way, with runs as %s",
    async (format) => {
      // The report on runs has their names, and no filter looks at those.
      const group = new FilterableField("group").eq("g1");
      const filters = [
        new MetricThresholdFilter({ name: "loss", agg: "average", window: 5, cmp: ">", threshold: 3 }),
        new MetricThresholdFilter({ name: "acc", cmp: "<", threshold: 3 }).and(group),
        new MetricChangeFilter({ name: "acc", window: 2, amount: 1 }).and(group),
      ];
      const parts = await emitted(filters, { ...source, runs: { format, files: `runs.${format}` } });
      const written = parts.flatMap((part, i) => {
        const name = /^INSERT OVERWRITE DIRECTORY 'backtest-work\/(\w+)'/m.exec(part)?.[1];
        return name === undefined || /^BEGIN$/m.test(part) ? [] : [{ name, part, next: parts[i + 1] }];
      });
      expect(written.length).toBeGreaterThan(5);
      for (const { name, next } of written) {
        expect(next?.trim()).toMatch(`CREATE OR REPLACE TEMPORARY VIEW ${name} USING parquet`);
      }
      expect(new Set(written.map(({ part }) => part)).size).toBe(written.length);
    },
  );

  it("asks once what many automations ask alike, of which the optimizer would compare every two", async () => {
    const loss = (threshold: number) => new MetricThresholdFilter({ name: "loss", cmp: ">", threshold });
    const good = new FilterableField("display_name").eq("good");
    const sql = (await emitted([loss(3), loss(3).and(good), loss(4), loss(3)], source)).join("\n;\n");
    expect(new Set(sql.match(/\) AS holds_\d/g))).toEqual(new Set([") AS holds_0", ") AS holds_2"]));
    expect(sql).toMatch(
      /WHEN 1 THEN \w+ AND holds_0 WHEN 2 THEN (\w+ AND )?holds_2 WHEN 3 THEN (\w+ AND )?holds_0/,
    );
    expect(sql).toContain(
      "a.admits_0 AS admits_0, a.admits_1 AS admits_1, a.admits_0 AS admits_2, a.admits_0 AS admits_3",
    );
  });

  it("tells limits apart that no number of JSON is, as a server may send them", () => {
    const filter = new MetricThresholdFilter({ name: "loss", cmp: ">", threshold: 3 });
    const [sent] = toCompiledList(new OnRunMetric({ scope: "acme/vision", filter }).then(new DoNothing()));
    const limited = (limit: string) => ({ ...sent!, eventFilter: sent!.eventFilter.replace("3", limit) });
    const sql = compileToSql([limited("1e999"), limited("-1e999")], { dialect: "spark", source });
    expect(sql).toContain("WHEN 0 THEN holds_0 WHEN 1 THEN holds_1");
  });
});
