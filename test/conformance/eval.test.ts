import { describe, expect, it } from "vitest";
import { DoNothing, FilterableField, OnRunMetric } from "wandb-automations";
import { dryRun, type RunHistory, type RunInfo } from "wandb-automations/evaluate";
import {
  buildFilter,
  buildMetric,
  type FilterSpec,
  type MetricSpec,
  UnsupportedVector,
} from "./build-automation.js";
import { readVectors } from "./vectors-dir.js";

interface EvalCase {
  readonly metric: MetricSpec;
  readonly runFilter?: FilterSpec;
  readonly runs: readonly { run: Record<string, unknown>; history: Record<string, unknown>[] }[];
  readonly satisfied: Readonly<Record<string, number[]>>;
  readonly fires: readonly { run: string; step: number }[];
}

const RUN_FIELDS: Readonly<Record<string, keyof RunInfo>> = {
  id: "id",
  display_name: "displayName",
  username: "username",
  state: "state",
  tags: "tags",
  group: "group",
  job_type: "jobType",
  config: "config",
  summary_metrics: "summary",
};

function toRun(given: Record<string, unknown>): RunInfo {
  const entries = Object.entries(given).map(([key, value]) => {
    const field = RUN_FIELDS[key];
    if (field === undefined) throw new UnsupportedVector(`run field ${key}`);
    return [field, value];
  });
  return Object.fromEntries(entries) as RunInfo;
}

const { cases } = readVectors<{ cases: EvalCase[] }>("eval.json");

describe("eval.json", () => {
  it.each(cases.map((vector, i) => ({ i, kind: vector.metric.kind, vector })))(
    "case $i ($kind) holds and fires where the exact evaluator says",
    async ({ vector }) => {
      const metric = buildMetric(vector.metric);
      const run = vector.runFilter && buildFilter(vector.runFilter, (name) => new FilterableField(name));
      const automation = new OnRunMetric({
        scope: "acme/vision",
        filter: run ? metric.and(run) : metric,
      }).then(new DoNothing());
      const source = vector.runs.map(({ run, history }): RunHistory => ({ run: toRun(run), rows: history }));
      const verdict = await dryRun(automation, source, { collect: "satisfied" });

      const satisfied = verdict.outcomes.flatMap((outcome) =>
        outcome.kind === "run" ? [[outcome.run.id, outcome.satisfiedSteps ?? []]] : [],
      );
      const expected = vector.runs.map(({ run }) => [run.id, vector.satisfied[String(run.id)] ?? []]);
      expect(satisfied).toEqual(expected);
      expect(verdict.firings.map(({ run, step }) => ({ run: run?.id, step }))).toEqual(vector.fires);
    },
  );
});
