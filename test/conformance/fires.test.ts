import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { DoNothing, FilterableField, OnRunMetric } from "wandb-automations";
import { dryRun } from "wandb-automations/evaluate";
import { readWandbFile } from "../../src/history/wandb/read-wandb-file.js";
import { buildFilter, buildMetric, type FilterSpec, type MetricSpec } from "./build-automation.js";
import { historyDir } from "./vectors-dir.js";

interface Expected {
  readonly runs: readonly { file: string; id: string }[];
  readonly automations: readonly {
    metric: MetricSpec;
    runFilter?: FilterSpec;
    fires: { run: string; step: number }[];
    satisfiedCounts: Record<string, number>;
  }[];
}

const expected = JSON.parse(readFileSync(path.join(historyDir, "expected.json"), "utf8")) as Expected;
/** `expected.json` calls runs by their files, `baseline` for `baseline.wandb`. */
const nameOf = new Map(expected.runs.map(({ file, id }) => [id, file.replace(/\.wandb$/, "")]));

describe("real runs", () => {
  it.each(expected.automations.map((automation, i) => ({ i, kind: automation.metric.kind, automation })))(
    "automation $i ($kind) fires where the independent evaluator says",
    async ({ automation: { metric: spec, runFilter, fires, satisfiedCounts } }) => {
      const metric = buildMetric(spec);
      const admitted = runFilter && buildFilter(runFilter, (name) => new FilterableField(name));
      const filter = admitted ? metric.and(admitted) : metric;
      const automation = new OnRunMetric({ scope: "acme/digits", filter }).then(new DoNothing());
      const files = expected.runs.map(({ file }) => readWandbFile(path.join(historyDir, file)));
      const verdict = await dryRun(automation, await Promise.all(files));

      const fired = verdict.firings.map(({ run, step }) => ({ run: nameOf.get(run?.id ?? ""), step }));
      expect(fired).toEqual(fires);
      const counts = verdict.outcomes.map((outcome) =>
        outcome.kind === "run" ? [nameOf.get(outcome.run.id), outcome.satisfied] : [],
      );
      expect(Object.fromEntries(counts)).toEqual(satisfiedCounts);
    },
  );
});
