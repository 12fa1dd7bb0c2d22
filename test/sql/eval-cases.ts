import { DoNothing, FilterableField, type NewAutomation, OnRunMetric } from "wandb-automations";
import type { HistoryRow, RunInfo } from "wandb-automations/evaluate";
import {
  buildFilter,
  buildMetric,
  type FilterSpec,
  type MetricSpec,
} from "../conformance/build-automation.js";
import { readVectors } from "../conformance/vectors-dir.js";

interface EvalVector {
  readonly metric: MetricSpec;
  readonly runFilter?: FilterSpec;
  readonly runs: readonly { run: Record<string, unknown>; history: HistoryRow[] }[];
  readonly fires: readonly { run: string; step: number }[];
}

/** A run as a runs table has it, and its rows. */
export interface RecordedRun {
  readonly run: Readonly<Record<string, unknown>>;
  readonly rows: readonly HistoryRow[];
}

/** A vector whose runs have names of their own, so that many can share a history. */
export interface EvalCase {
  readonly automation: NewAutomation;
  readonly runs: readonly RecordedRun[];
  readonly fires: readonly { run: string; step: number }[];
}

export function readEvalCases(): EvalCase[] {
  const { cases } = readVectors<{ cases: EvalVector[] }>("eval.json");
  return cases.map((vector, i) => {
    const name = (run: unknown) => `case${i}-${run}`;
    const metric = buildMetric(vector.metric);
    const run = vector.runFilter && buildFilter(vector.runFilter, (field) => new FilterableField(field));
    const event = new OnRunMetric({ scope: "acme/vision", filter: run ? metric.and(run) : metric });
    return {
      automation: event.then(new DoNothing()),
      runs: vector.runs.map(({ run, history }) => ({ run: { ...run, id: name(run.id) }, rows: history })),
      fires: vector.fires.map(({ run, step }) => ({ run: name(run), step })),
    };
  });
}

const RUN_FIELDS: Readonly<Record<string, keyof RunInfo>> = {
  display_name: "displayName",
  job_type: "jobType",
  sweep: "sweepId",
  summary_metrics: "summary",
};

/** A run of a runs table as the evaluator takes it. */
export function toRunInfo(run: Readonly<Record<string, unknown>>): RunInfo {
  const entries = Object.entries(run).map(([key, value]) => [RUN_FIELDS[key] ?? key, value]);
  return Object.fromEntries(entries) as RunInfo;
}

/** JSON lines of a history and of its runs. */
export function toJsonLines(runs: readonly RecordedRun[]): { history: string; runs: string } {
  const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  return {
    history: lines(runs.flatMap(({ run, rows }) => rows.map((row) => ({ run: run.id, ...row })))),
    runs: lines(runs.map(({ run }) => run)),
  };
}
