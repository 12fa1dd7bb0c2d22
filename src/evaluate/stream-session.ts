import type { HistoryRow, HistoryWarning, RunInfo } from "../history/run-history.js";
import { ArtifactWatch } from "./artifact/artifact-watch.js";
import type { ArtifactEvent } from "./artifact-event.js";
import type { EvaluationSettings } from "./evaluation-options.js";
import type { EventPlan } from "./event-plan.js";
import { FiredRuns } from "./run/fired-runs.js";
import { RunEvaluation, type SavedRun } from "./run/run-evaluation.js";
import { runKey } from "./run/run-key.js";
import type { RunSettings } from "./run/run-settings.js";
import { reportedState } from "./run/state-watch.js";
import type { Firing } from "./verdict/firing.js";

/** A run that is kept, with when it was last heard of. */
interface KeptRun {
  readonly key: string;
  readonly evaluation: RunEvaluation;
  heard: number;
  ended: boolean;
}

/** What names a kept run in a snapshot. */
export type SavedRunInfo = Pick<RunInfo, "id" | "entity" | "project" | "displayName">;

/** Share of the runs that go at once when there are too many, so that looking for them stays cheap. */
const EVICTED_SHARE = 0.1;

/** Automations over events as they come: the state of all runs, of bounded size. */
export class StreamSession {
  readonly #plans: readonly EventPlan[];
  readonly #artifacts: ArtifactWatch[] = [];
  readonly #settings: RunSettings;
  readonly #maxRuns: number;
  readonly #warn: (warning: HistoryWarning) => void;
  readonly #runs = new Map<string, KeptRun>();
  readonly #fired = new FiredRuns();
  /** Callers often give the same object for a run again and again. */
  #lastRun: { info: RunInfo; kept: KeptRun } | undefined;
  #clock = 0;

  constructor(
    plans: readonly EventPlan[],
    settings: EvaluationSettings,
    maxRuns: number,
    warn: (warning: HistoryWarning) => void,
  ) {
    this.#plans = plans.filter(({ watched }) => watched.kind !== "artifact");
    for (const plan of plans) {
      if (plan.watched.kind === "artifact") {
        this.#artifacts.push(new ArtifactWatch(plan, plan.watched.change));
      }
    }
    this.#settings = { ...settings, batch: 1, live: true };
    this.#maxRuns = maxRuns;
    this.#warn = warn;
  }

  row(run: RunInfo, row: HistoryRow): Firing[] {
    const { evaluation } = this.#keep(run);
    if (typeof row._timestamp === "number") this.#fired.now(row._timestamp);
    if (!evaluation.row(row)) {
      if (row._step === evaluation.step) evaluation.again(row, false);
      else this.#drop(run, row, evaluation.step);
    }
    const warning = evaluation.takeTimeWarning();
    if (warning !== undefined) this.#warn(warning);
    return evaluation.takeFirings();
  }

  #drop({ id: run }: RunInfo, { _step }: HistoryRow, last: number): void {
    const step = typeof _step === "number" && Number.isInteger(_step) ? _step : undefined;
    const message =
      step === undefined
        ? "_step isn't an integer; the row was dropped"
        : `step ${step} after step ${last}; the row was dropped`;
    this.#warn({
      code: step === undefined ? "bad_step" : "went_back",
      run,
      message,
      ...(step === undefined ? {} : { step }),
    });
  }

  state(run: RunInfo, state: string, timestamp: number | undefined): Firing[] {
    const kept = this.#keep(run);
    if (timestamp !== undefined) this.#fired.now(timestamp);
    kept.evaluation.state({ state, ...(timestamp === undefined ? {} : { timestamp }) });
    kept.ended = reportedState(state) !== "running";
    return kept.evaluation.takeFirings();
  }

  artifact(event: ArtifactEvent): Firing[] {
    return this.#artifacts.flatMap((watch) => watch.event(event) ?? []);
  }

  /** The run won't be heard of again, as far as is known: it goes first when room is needed. */
  ended(run: Pick<RunInfo, "id" | "entity" | "project">): void {
    const kept = this.#runs.get(runKey(run));
    if (kept !== undefined) kept.ended = true;
  }

  /** How many runs are kept. */
  get size(): number {
    return this.#runs.size;
  }

  #keep(info: RunInfo): KeptRun {
    this.#clock++;
    if (this.#lastRun?.info === info) {
      this.#lastRun.kept.heard = this.#clock;
      return this.#lastRun.kept;
    }
    const key = runKey(info);
    let kept = this.#runs.get(key);
    if (kept === undefined) {
      if (this.#runs.size >= this.#maxRuns) this.#evict();
      kept = {
        key,
        evaluation: new RunEvaluation(this.#plans, info, this.#settings),
        heard: 0,
        ended: false,
      };
      kept.evaluation.restoreCooldowns(this.#fired.take(key));
      this.#runs.set(key, kept);
    } else kept.evaluation.update(info);
    kept.heard = this.#clock;
    this.#lastRun = { info, kept };
    return kept;
  }

  /** Lets go of runs: those that ended, then those not heard of for longest. Their 24 hours are remembered. */
  #evict(): void {
    const order = (a: KeptRun, b: KeptRun) => Number(b.ended) - Number(a.ended) || a.heard - b.heard;
    const count = Math.max(1, Math.floor(this.#maxRuns * EVICTED_SHARE));
    for (const { key, evaluation } of [...this.#runs.values()].sort(order).slice(0, count)) {
      this.#fired.add(key, evaluation.cooldowns);
      this.#runs.delete(key);
    }
    this.#lastRun = undefined;
  }

  save(): {
    runs: (SavedRun & { info: SavedRunInfo; ended: boolean })[];
    fired: ReturnType<FiredRuns["save"]>;
  } {
    const byAge = [...this.#runs.values()].sort((a, b) => a.heard - b.heard);
    return {
      runs: byAge.map(({ evaluation, ended }) => {
        const { id, entity, project, displayName } = evaluation.run;
        const info = {
          id,
          ...(entity === undefined ? {} : { entity }),
          ...(project === undefined ? {} : { project }),
          ...(displayName === undefined ? {} : { displayName }),
        };
        return { info, ended, ...evaluation.save() };
      }),
      fired: this.#fired.save(),
    };
  }

  restore(saved: ReturnType<StreamSession["save"]>): void {
    this.#fired.restore(saved.fired);
    for (const { info, ended, ...run } of saved.runs) {
      const kept = this.#keep(info);
      kept.ended = ended;
      kept.evaluation.restore(run);
    }
  }
}
