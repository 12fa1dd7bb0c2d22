import { ArtifactWatch } from "../../evaluate/artifact/artifact-watch.js";
import type { ArtifactEvent } from "../../evaluate/artifact-event.js";
import { toSettings } from "../../evaluate/evaluation-options.js";
import { type EventPlan, planEvent } from "../../evaluate/event-plan.js";
import { COOLDOWN_SECONDS } from "../../evaluate/run/cooldown.js";
import { RunEvaluation } from "../../evaluate/run/run-evaluation.js";
import { reportedState } from "../../evaluate/run/state-watch.js";
import type { ArtifactFiring, Firing } from "../../evaluate/verdict/firing.js";
import type { RunInfo } from "../../history/run-history.js";
import type { CompiledAutomation } from "../../wire/compiled-automation.js";
import type { RowLogged, RunStateChanged } from "../emulator-event.js";
import type { ExecutionRecord, StateChangeRecord } from "../store/records.js";
import type { RowLog, StoredRow } from "../store/row-log.js";

/** Firings as soon as they happen, run filters asked whenever a condition holds. */
const RUN_SETTINGS = { ...toSettings({}), batch: 1, live: true } as const;

/** What an automation looks up in the store when it first meets a run. */
export interface RunPast {
  readonly rows: RowLog;
  /** Its last execution for the run, which starts the 24 hours. */
  lastExecution(runId: string): ExecutionRecord | undefined;
}

/**
 * One automation watching what happens, with the evaluator of the dry run. The windows of a run are filled from its
 * history when the automation first meets it, and its 24 hours from the executions there were: so nothing of its state
 * has to be kept, and neither a restart nor a change of the automation loses any of it.
 */
export class AutomationWatch {
  readonly #plan: EventPlan;
  readonly #past: RunPast;
  readonly #artifacts: ArtifactWatch | undefined;
  readonly #runs = new Map<string, RunEvaluation>();

  /** Throws an EvaluationError where the automation can't be evaluated. */
  constructor(automation: CompiledAutomation, past: RunPast) {
    this.#plan = planEvent(automation, 0);
    this.#past = past;
    const { watched } = this.#plan;
    this.#artifacts = watched.kind === "artifact" ? new ArtifactWatch(this.#plan, watched.change) : undefined;
  }

  /** What it waits for, in words. */
  get title(): string {
    return this.#plan.title;
  }

  artifact(event: ArtifactEvent): ArtifactFiring | undefined {
    return this.#artifacts?.event(event);
  }

  /** What a row, which the store has already, makes it do. */
  row({ run, row }: RowLogged, info: RunInfo): readonly Firing[] {
    if (this.#plan.watched.kind !== "metric") return [];
    const known = this.#runs.get(run.id);
    if (known) {
      known.update(info);
      known.row(row);
      return known.takeFirings();
    }
    const history = this.#past.rows.history(run.id);
    const system = this.#past.rows.system(run.id);
    // All of a step that came in parts is new to this evaluation.
    const isSystem = row._step === undefined;
    const latest = (isSystem ? system : history).at(-1)!;
    const evaluation = this.#begin(run.id, info, (past) => {
      for (const rows of [history, system])
        for (const stored of rows satisfies readonly StoredRow[]) if (stored !== latest) past.row(stored.row);
    });
    this.#runs.set(run.id, evaluation);
    evaluation.row(latest.row);
    return evaluation.takeFirings();
  }

  /** What a change of a run's state makes it do. */
  state({ run, change }: RunStateChanged, info: RunInfo): readonly Firing[] {
    if (reportedState(change.state) !== "running") this.#runs.delete(run.id);
    if (this.#plan.watched.kind !== "state") return [];
    const evaluation = this.#begin(run.id, info, (past) => {
      for (const earlier of run.stateChanges.slice(0, -1)) past.state(toStateChange(earlier));
    });
    evaluation.state(toStateChange(change));
    return evaluation.takeFirings();
  }

  #begin(runId: string, info: RunInfo, fill: (evaluation: RunEvaluation) => void): RunEvaluation {
    const evaluation = new RunEvaluation([this.#plan], info, RUN_SETTINGS);
    fill(evaluation);
    // What would have fired on the way, before the automation was watching, didn't.
    evaluation.takeFirings();
    const last = this.#past.lastExecution(runId);
    const next = last && (last.run?.timestamp ?? Number.NaN) + COOLDOWN_SECONDS;
    evaluation.restoreCooldowns(next === undefined ? [] : [[0, next]]);
    return evaluation;
  }
}

function toStateChange({ state, timestamp }: StateChangeRecord) {
  return { state, ...(timestamp === null ? {} : { timestamp }) };
}
