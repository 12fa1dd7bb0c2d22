import { ArtifactWatch } from "../../evaluate/artifact/artifact-watch.js";
import type { ArtifactEvent } from "../../evaluate/artifact-event.js";
import { toSettings } from "../../evaluate/evaluation-options.js";
import { type EventPlan, planEvent } from "../../evaluate/event-plan.js";
import { RunEvaluation } from "../../evaluate/run/run-evaluation.js";
import type { ArtifactFiring, Firing } from "../../evaluate/verdict/firing.js";
import type { RunInfo } from "../../history/run-history.js";
import type { CompiledAutomation } from "../../wire/compiled-automation.js";
import type { RowLogged, RunStateChanged } from "../emulator-event.js";
import type { RunRecord, StateChangeRecord } from "../store/records.js";
import type { RowLog } from "../store/row-log.js";

/** Firings as soon as they happen: every value is judged when it comes. */
const RUN_SETTINGS = { ...toSettings({}), batch: 1, collectSatisfied: false } as const;

/**
 * One automation watching what happens, with the evaluator of the dry run. Its windows hold what was logged after
 * the moment `watchesFrom`. They are filled from the store when a run is first met, so a restart loses nothing of
 * them and nothing of them has to be kept.
 */
export class AutomationWatch {
  readonly #plan: EventPlan;
  readonly #watchesFrom: number;
  readonly #rows: RowLog;
  readonly #artifacts: ArtifactWatch | undefined;
  readonly #runs = new Map<string, RunEvaluation>();

  /** Throws an EvaluationError where the automation can't be evaluated. */
  constructor(automation: CompiledAutomation, watchesFrom: number, rows: RowLog) {
    this.#plan = planEvent(automation, 0);
    this.#watchesFrom = watchesFrom;
    this.#rows = rows;
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

  /** What a row, which the store has already, makes it do. `info` is asked for when a run is first met. */
  row({ run, row, moment }: RowLogged, info: () => RunInfo): readonly Firing[] {
    if (this.#plan.watched.kind !== "metric") return [];
    let evaluation = this.#runs.get(run.id);
    if (evaluation === undefined) {
      evaluation = this.#begin(info());
      for (const earlier of [...this.#rows.history(run.id), ...this.#rows.system(run.id)])
        if (earlier.moment > this.#watchesFrom && earlier.moment < moment) evaluation.row(earlier.row);
      // What it fires on the way was done when it happened.
      evaluation.takeFirings();
      this.#runs.set(run.id, evaluation);
    }
    evaluation.row(row);
    return evaluation.takeFirings();
  }

  /** What a change of a run's state makes it do. */
  state({ run, change }: RunStateChanged, info: () => RunInfo): readonly Firing[] {
    // Run filters may look at the state, so a metric automation asks them again, and takes its time over ended runs.
    this.#runs.delete(run.id);
    if (this.#plan.watched.kind !== "state") return [];
    const evaluation = this.#begin(info());
    for (const earlier of this.#changesBefore(run, change)) evaluation.state(toStateChange(earlier));
    evaluation.takeFirings();
    evaluation.state(toStateChange(change));
    return evaluation.takeFirings();
  }

  #begin(info: RunInfo): RunEvaluation {
    return new RunEvaluation([this.#plan], info, RUN_SETTINGS);
  }

  #changesBefore(run: RunRecord, { moment }: StateChangeRecord): StateChangeRecord[] {
    return run.stateChanges.filter((other) => other.moment > this.#watchesFrom && other.moment < moment);
  }
}

function toStateChange({ state, step, timestamp }: StateChangeRecord) {
  return { state, step: step ?? Number.NaN, timestamp: timestamp ?? Number.NaN };
}
