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
    for (const name of ["doubt_0_rows", "doubt_0_parts", "doubts", "settled"]) {
      expect(taken).toContain(`CREATE OR REPLACE TEMPORARY VIEW ${name} USING parquet`);
    }
    expect(otherwise).toContain(
      "CREATE OR REPLACE TEMPORARY VIEW settled AS SELECT automation, run, place, time",
    );
    expect(otherwise!.trimEnd()).toMatch(/WHERE FALSE;\n {2}END IF;\nEND$/);
  });

  it("has no such steps where nothing is added up", () => {
    expect(statementsFor("max").join("\n")).not.toMatch(/^BEGIN$|settled/m);
  });
});
