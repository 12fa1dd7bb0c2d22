import { StepMerger } from "../history/merge-steps.js";
import type { HistoryRow, HistoryWarning, RunHistory } from "../history/run-history.js";
import { ArtifactWatch } from "./artifact/artifact-watch.js";
import type { ArtifactEvent } from "./artifact-event.js";
import { type DryRunOptions, toSettings } from "./evaluation-options.js";
import type { EventPlan } from "./event-plan.js";
import { RunEvaluation, type RunSettings } from "./run/run-evaluation.js";
import type { Firing } from "./verdict/firing.js";
import type { Outcome, RunOutcome } from "./verdict/outcome.js";
import { Verdict } from "./verdict/verdict.js";

const BATCH = 1024;
const MAX_OUTCOMES = 100_000;
const MAX_WARNINGS = 1000;
const ENDED = new Set(["finished", "failed", "crashed", "killed"]);

/** Evaluates one item after the other and gathers what becomes the verdict. */
export class BatchSession {
  readonly #plans: readonly EventPlan[];
  readonly #runPlans: readonly EventPlan[];
  readonly #artifacts: ArtifactWatch[] = [];
  readonly #settings: RunSettings;
  readonly #maxOutcomes: number;
  readonly #signal: AbortSignal | undefined;
  readonly #firings: Firing[] = [];
  readonly #outcomes: Outcome[] = [];
  readonly #warnings: HistoryWarning[] = [];
  readonly #tally: { firings: number; runs: number; runsFired: number }[];
  #omitted = 0;

  constructor(plans: readonly EventPlan[], options: DryRunOptions) {
    const collect = new Set([options.collect ?? []].flat());
    this.#plans = plans;
    this.#runPlans = plans.filter(({ watched }) => watched.kind !== "artifact");
    for (const plan of plans) {
      if (plan.watched.kind === "artifact")
        this.#artifacts.push(new ArtifactWatch(plan, plan.watched.change));
    }
    this.#settings = {
      ...toSettings(options),
      batch: BATCH,
      collectSatisfied: collect.has("satisfied"),
    };
    this.#maxOutcomes = options.maxOutcomes ?? MAX_OUTCOMES;
    this.#signal = options.signal;
    this.#tally = plans.map(() => ({ firings: 0, runs: 0, runsFired: 0 }));
  }

  artifact(event: ArtifactEvent): void {
    for (const watch of this.#artifacts) {
      const firing = watch.event(event);
      if (firing !== undefined) this.#fired([firing]);
    }
  }

  async run(history: RunHistory): Promise<void> {
    const { run, rows } = history;
    const evaluation = new RunEvaluation(this.#runPlans, run, this.#settings);
    const merger = new StepMerger((warning) => this.#warn({ ...warning, run: run.id }));
    const replay = new RunReplay(evaluation);
    if (Symbol.iterator in rows) {
      for (const row of rows) replay.row(merger.push(row));
    } else {
      for await (const row of rows) replay.row(merger.push(row));
    }
    this.#signal?.throwIfAborted();
    replay.row(merger.end());
    replay.end();
    this.#fired(evaluation.takeFirings());
    for (const outcome of evaluation.outcomes()) this.#outcome(outcome);
    for (const warning of history.warnings ?? []) this.#warn(warning);
  }

  verdict(): Verdict {
    for (const watch of this.#artifacts) this.#keep(watch.outcome());
    return new Verdict({
      firings: this.#firings,
      automations: this.#plans.map(({ ref, title, watched }, i) => ({
        automation: ref,
        title,
        ...(watched.kind === "metric" ? { metric: watched.condition.spec } : {}),
        ...this.#tally[i]!,
      })),
      outcomes: this.#outcomes,
      outcomesOmitted: this.#omitted,
      warnings: this.#warnings,
    });
  }

  #fired(firings: readonly Firing[]): void {
    for (const firing of firings) {
      this.#firings.push(firing);
      this.#tally[firing.automation.index]!.firings++;
    }
  }

  #outcome(outcome: RunOutcome): void {
    const tally = this.#tally[outcome.automation.index]!;
    tally.runs++;
    if (outcome.firings > 0) tally.runsFired++;
    this.#keep(outcome);
  }

  #keep(outcome: Outcome): void {
    if (this.#outcomes.length < this.#maxOutcomes) this.#outcomes.push(outcome);
    else this.#omitted++;
  }

  #warn(warning: HistoryWarning): void {
    if (this.#warnings.length < MAX_WARNINGS) this.#warnings.push(warning);
  }
}

/** Turns a recorded run into what happened, in order: it starts running, logs its rows, and ends. */
class RunReplay {
  readonly #evaluation: RunEvaluation;
  #started = false;
  #step = Number.NaN;
  #timestamp = Number.NaN;

  constructor(evaluation: RunEvaluation) {
    this.#evaluation = evaluation;
  }

  row(row: HistoryRow | undefined): void {
    if (row === undefined) return;
    if (typeof row._timestamp === "number") this.#timestamp = row._timestamp;
    if (!this.#started) this.#start();
    if (typeof row._step === "number") this.#step = row._step;
    this.#evaluation.row(row);
  }

  end(): void {
    if (!this.#started) this.#start();
    const state = this.#evaluation.run.state?.toLowerCase();
    if (state !== undefined && ENDED.has(state)) this.#change(state);
  }

  #start(): void {
    this.#started = true;
    this.#change("running");
  }

  #change(state: string): void {
    this.#evaluation.state({ state, step: this.#step, timestamp: this.#timestamp });
  }
}
