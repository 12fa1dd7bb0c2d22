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
  readonly satisfied: Readonly<Record<string, readonly number[]>>;
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
  /** By run: the steps at which the condition holds. */
  readonly satisfied: Readonly<Record<string, readonly number[]>>;
}

/** @param ownProjects whether every case looks at its own runs only: its scope is a project of its own */
export function readEvalCases({ ownProjects = false } = {}): EvalCase[] {
  const { cases } = readVectors<{ cases: EvalVector[] }>("eval.json");
  return cases.map((vector, i) => {
    const name = (run: unknown) => `case${i}-${run}`;
    const metric = buildMetric(vector.metric);
    const run = vector.runFilter && buildFilter(vector.runFilter, (field) => new FilterableField(field));
    const project = ownProjects ? `case${i}` : "vision";
    const event = new OnRunMetric({ scope: `acme/${project}`, filter: run ? metric.and(run) : metric });
    return {
      automation: event.then(new DoNothing()),
      runs: vector.runs.map(({ run, history }) => ({
        run: { ...run, id: name(run.id), ...(ownProjects ? { entity: "acme", project } : {}) },
        rows: history,
      })),
      satisfied: Object.fromEntries(
        Object.entries(vector.satisfied).map(([run, steps]) => [name(run), steps]),
      ),
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
