import { describe, expect, it } from "vitest";
import { DoNothing, MetricThresholdFilter, OnRunMetric } from "wandb-automations";
import { compileToSql } from "wandb-automations/sql";

const source = { history: { format: "parquet", files: "exports/*.parquet", steps: "unique" } } as const;

function statementsFor(agg: "average" | "max"): string[] {
  const filter = new MetricThresholdFilter({ name: "loss", agg, window: 5, cmp: ">", threshold: 3 });
  const automation = new OnRunMetric({ scope: "acme/vision", filter }).then(new DoNothing());
  return compileToSql(automation, { dialect: "spark", source }).split("\n;\n");
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
});
