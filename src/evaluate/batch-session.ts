import type { HistoryWarning, RunHistory } from "../history/run-history.js";
import { ArtifactWatch } from "./artifact/artifact-watch.js";
import type { ArtifactEvent } from "./artifact-event.js";
import { type DryRunOptions, toCollected, toSettings } from "./evaluation-options.js";
import type { EventPlan } from "./event-plan.js";
import { Breather } from "./run/breather.js";
import { runKey } from "./run/run-key.js";
import { RunReplay } from "./run/run-replay.js";
import type { RunSettings } from "./run/run-settings.js";
import type { Firing } from "./verdict/firing.js";
import type { Outcome, RunOutcome } from "./verdict/outcome.js";
import { Verdict } from "./verdict/verdict.js";

const BATCH = 2048;
const MAX_OUTCOMES = 100_000;
const MAX_WARNINGS = 1000;
/** Runs that may come again and go on with their windows. */
const MAX_OPEN_RUNS = 1024;

/** Is told what is found, in place of a verdict that would have to hold it all; but not of the closest misses. */
export interface BatchObserver {
  firing(firing: Firing): void;
  outcome(outcome: Outcome): void;
}

/** Evaluates one item after the other and gathers what becomes the verdict. */
export class BatchSession {
  readonly #plans: readonly EventPlan[];
  readonly #runPlans: readonly EventPlan[];
  readonly #artifacts: ArtifactWatch[] = [];
  readonly #settings: RunSettings;
  readonly #maxOutcomes: number;
  readonly #breather: Breather | undefined;
  /** What fired, in the order of the runs' first appearance. */
  readonly #firings: Firing[][] = [];
  readonly #outcomes: Outcome[] = [];
  readonly #warnings: HistoryWarning[] = [];
  readonly #tally: { firings: number; runs: number; runsFired: number }[];
  readonly #observer: BatchObserver | undefined;
  /** The runs that came last, the oldest first. */
  readonly #open = new Map<string, { replay: RunReplay; firings: Firing[] }>();
  readonly #closed = new Set<string>();
  #omitted = 0;

  constructor(plans: readonly EventPlan[], options: DryRunOptions, observer?: BatchObserver) {
    const collected = toCollected(options);
    this.#plans = plans;
    this.#observer = observer;
    this.#runPlans = plans.filter(({ watched }) => watched.kind !== "artifact");
    for (const plan of plans) {
      if (plan.watched.kind === "artifact") {
        this.#artifacts.push(new ArtifactWatch(plan, plan.watched.change));
      }
    }
    this.#settings = {
      ...toSettings(options),
      batch: BATCH,
      live: false,
      trackClosest: observer === undefined,
      collectSatisfied: collected.has("satisfied"),
      collectSeries: collected.has("series"),
    };
    this.#maxOutcomes = options.maxOutcomes ?? MAX_OUTCOMES;
    this.#breather = options.signal && new Breather(options.signal);
    this.#tally = plans.map(() => ({ firings: 0, runs: 0, runsFired: 0 }));
  }

  /** To be called between items, of which there may be many. @throws the signal's reason, if it was aborted */
  async breathe(): Promise<void> {
    await this.#breather?.breathe();
  }

  artifact(event: ArtifactEvent): void {
    const fired: Firing[] = [];
    for (const watch of this.#artifacts) {
      const firing = watch.event(event);
      if (firing !== undefined) this.#fired([firing], fired);
    }
    if (fired.length > 0) this.#firings.push(fired);
  }

  async run(history: RunHistory): Promise<void> {
    const { replay, firings } = this.#openRun(history);
    await replay.play(history, this.#breather);
    this.#fired(replay.evaluation.takeFirings(), firings);
    for (const warning of history.warnings ?? []) this.#warn(warning);
    if (this.#open.size > MAX_OPEN_RUNS) this.#close(this.#open.keys().next().value!);
  }

  #openRun({ run }: RunHistory): { replay: RunReplay; firings: Firing[] } {
    const key = runKey(run);
    const known = this.#open.get(key);
    if (known !== undefined) {
      this.#open.delete(key);
      this.#open.set(key, known);
      return known;
    }
    if (this.#closed.has(key)) {
      const message = `the run came again after more than ${MAX_OPEN_RUNS} others: its windows start empty`;
      this.#warn({ code: "partial", message, run: run.id });
    }
    const warn = (warning: HistoryWarning) => this.#warn({ ...warning, run: run.id });
    const opened = { replay: new RunReplay(this.#runPlans, run, this.#settings, warn), firings: [] };
    this.#open.set(key, opened);
    this.#firings.push(opened.firings);
    return opened;
  }

  #close(key: string): void {
    const { replay } = this.#open.get(key)!;
    this.#open.delete(key);
    this.#closed.add(key);
    for (const outcome of replay.evaluation.outcomes()) this.#outcome(outcome);
  }

  verdict(): Verdict {
    for (const key of [...this.#open.keys()]) this.#close(key);
    for (const watch of this.#artifacts) this.#keep(watch.outcome());
    return new Verdict({
      firings: this.#firings.flat(),
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

  #fired(firings: readonly Firing[], into: Firing[]): void {
    for (const firing of firings) {
      if (this.#observer) this.#observer.firing(firing);
      else into.push(firing);
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
    if (this.#observer) this.#observer.outcome(outcome);
    else if (this.#outcomes.length < this.#maxOutcomes) this.#outcomes.push(outcome);
    else this.#omitted++;
  }

  #warn(warning: HistoryWarning): void {
    if (this.#warnings.length < MAX_WARNINGS) this.#warnings.push(warning);
  }
}
