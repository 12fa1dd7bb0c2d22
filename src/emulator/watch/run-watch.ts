import { toSettings } from "../../evaluate/evaluation-options.js";
import type { EventPlan } from "../../evaluate/event-plan.js";
import { RunEvaluation } from "../../evaluate/run/run-evaluation.js";
import { reportedState } from "../../evaluate/run/state-watch.js";
import type { Firing } from "../../evaluate/verdict/firing.js";
import type { RunInfo } from "../../history/run-history.js";
import type { RowLogged, RunStateChanged } from "../emulator-event.js";
import type { RunRecord, StateChangeRecord } from "../store/records.js";
import type { RowLog, StoredRow } from "../store/row-log.js";
import { fillWindows } from "./run-past.js";

/** Firings as soon as they happen, run filters asked whenever a condition holds. */
const RUN_SETTINGS = { ...toSettings({}), batch: 1, live: true } as const;

/** Automations under evaluation, summed over all runs; beyond it, runs that logged longest ago are met anew. */
const MAX_WATCHED = 250_000;

/** What is watched, and what was done about it. */
export interface RunWatchParts {
  readonly rows: RowLog;
  /** What watches a run now. */
  readonly plansFor: (run: RunRecord) => readonly EventPlan[];
  readonly infoOf: (run: RunRecord) => RunInfo;
  /** When an automation may fire for the run again (seconds; NaN: never); undefined if it never did. */
  readonly nextFiring: (plan: EventPlan, run: RunRecord) => number | undefined;
  /** Default 250,000. */
  readonly maxWatched?: number;
}

/**
 * Runs under the evaluator of the dry run. A run's windows are filled from its history when it is first met, and the
 * 24 hours of each automation from what it did: so nothing of that has to be kept, and neither a restart nor a change
 * of the automations loses any of it.
 */
export class RunWatch {
  readonly #parts: RunWatchParts;
  /** The run that logged last comes last. */
  readonly #runs = new Map<string, { readonly evaluation: RunEvaluation; readonly watched: number }>();
  #watched = 0;

  constructor(parts: RunWatchParts) {
    this.#parts = parts;
  }

  /** What watches has changed: every run is met anew. */
  reset(): void {
    this.#runs.clear();
    this.#watched = 0;
  }

  /** What a row, the store's latest of the run, fires. */
  row({ run, row }: RowLogged): readonly Firing[] {
    const { rows, infoOf } = this.#parts;
    const known = this.#take(run);
    if (known) {
      known.update(infoOf(run));
      known.row(row);
      return known.takeFirings();
    }
    const history = rows.history(run.id);
    const system = rows.system(run.id);
    const isSystem = row._step === undefined;
    const before = isSystem ? [history, system.slice(0, -1)] : [history.slice(0, -1), system];
    const evaluation = this.#meet(run, before, run.stateChanges);
    // As the store has it: a step that comes in parts is new here as a whole.
    evaluation.row((isSystem ? system : history).at(-1)!.row);
    return evaluation.takeFirings();
  }

  /** What a change of state, the last of the run's, fires. */
  state({ run, change }: RunStateChanged): readonly Firing[] {
    const { rows, infoOf } = this.#parts;
    const past = [rows.history(run.id), rows.system(run.id)];
    const evaluation = this.#take(run) ?? this.#meet(run, past, run.stateChanges.slice(0, -1));
    evaluation.update(infoOf(run));
    evaluation.state(toStateChange(change));
    // A run that ended needs no windows; one that goes on after all is met anew.
    if (reportedState(change.state) !== "running") this.#forget(run.id);
    return evaluation.takeFirings();
  }

  #meet(
    run: RunRecord,
    streams: readonly (readonly StoredRow[])[],
    changes: readonly StateChangeRecord[],
  ): RunEvaluation {
    const { plansFor, infoOf, nextFiring, maxWatched = MAX_WATCHED } = this.#parts;
    const plans = plansFor(run);
    const evaluation = new RunEvaluation(plans, infoOf(run), RUN_SETTINGS);
    fillWindows(evaluation, plans, streams);
    for (const change of changes) evaluation.state(toStateChange(change));
    evaluation.takeFirings();
    evaluation.restoreCooldowns(
      plans.flatMap((plan) => {
        const next = nextFiring(plan, run);
        return next === undefined ? [] : [[plan.ref.index, next] as const];
      }),
    );
    this.#runs.set(run.id, { evaluation, watched: plans.length });
    this.#watched += plans.length;
    for (const id of this.#runs.keys()) {
      if (this.#watched <= maxWatched || id === run.id) break;
      this.#forget(id);
    }
    return evaluation;
  }

  /** The evaluation of a run that was met, which is the last one now. */
  #take({ id }: RunRecord): RunEvaluation | undefined {
    const known = this.#runs.get(id);
    if (known === undefined) return undefined;
    this.#runs.delete(id);
    this.#runs.set(id, known);
    return known.evaluation;
  }

  #forget(id: string): void {
    this.#watched -= this.#runs.get(id)?.watched ?? 0;
    this.#runs.delete(id);
  }
}

function toStateChange({ state, timestamp }: StateChangeRecord) {
  return { state, ...(timestamp === null ? {} : { timestamp }) };
}
