import { type BusiestDay, FiringDays } from "../rates/busiest-day.js";
import { isOver } from "../rates/daily-budget.js";
import type { Firing, RunRef } from "../verdict/firing.js";
import type { Outcome } from "../verdict/outcome.js";
import { runName } from "../verdict/words.js";
import type { SweepValue } from "./sweep-grid.js";

/** A run on which a setting fired. */
export interface SweepHit {
  readonly run: RunRef;
  /** The first firing's step; system metrics have none. */
  readonly step?: number;
  /** The first firing's time in seconds since the epoch, where the history says. */
  readonly timestamp?: number;
  readonly firings: number;
}

/** What one combination of settings made of the history. */
export interface SweepRow {
  /** The combination, spelled as in the builders. */
  readonly settings: Readonly<Record<string, SweepValue>>;
  readonly firings: number;
  /** Runs on which it fired. */
  readonly runsHit: number;
  /** The lowest step at which it fired, over all runs. */
  readonly firstStep?: number;
  /** Values at which the condition held, over all runs. */
  readonly satisfied: number;
  /** The runs on which it fired, in the order of the history. */
  readonly hits: readonly SweepHit[];
  /** The day (UTC) with the most firings; `undefined` as `date` for firings without a time. */
  readonly busiest?: BusiestDay;
  /** Whether there are more firings on one day than the budget allows. */
  readonly exceeded: boolean;
}

const MAX_PROBLEMS = 5;

/** Gathers what one combination of settings makes of the history. */
export class SweepTally {
  runs = 0;
  /** Values at which the condition could be evaluated. */
  evaluated = 0;
  #satisfied = 0;
  readonly #hits = new Map<string, SweepHit>();
  readonly #days = new FiringDays();
  readonly #blockers: string[] = [];

  firing(firing: Firing): void {
    if (firing.run === undefined) return;
    const { run, step, timestamp } = firing;
    const key = JSON.stringify([run.entity, run.project, run.id]);
    const before = this.#hits.get(key);
    this.#days.add(timestamp);
    const first = {
      run,
      ...(step === undefined ? {} : { step }),
      ...(timestamp === undefined ? {} : { timestamp }),
      firings: 1,
    };
    this.#hits.set(key, before ? { ...before, firings: before.firings + 1 } : first);
  }

  outcome(outcome: Outcome): void {
    if (outcome.kind !== "run") return;
    this.runs++;
    this.#satisfied += outcome.satisfied;
    this.evaluated += outcome.evaluated;
    if (outcome.evaluated > 0 || this.#blockers.length >= MAX_PROBLEMS) return;
    for (const { message } of outcome.blockers)
      this.#blockers.push(`run ${runName(outcome.run)}: ${message}`);
  }

  row(settings: SweepRow["settings"], maxFiringsPerDay: number | undefined): SweepRow {
    const { busiest } = this.#days;
    const hits = [...this.#hits.values()];
    const steps = hits.flatMap(({ step }) => (step === undefined ? [] : [step]));
    return {
      settings,
      firings: hits.reduce((count, { firings }) => count + firings, 0),
      runsHit: hits.length,
      ...(steps.length === 0 ? {} : { firstStep: steps.reduce((a, b) => Math.min(a, b)) }),
      satisfied: this.#satisfied,
      hits,
      ...(busiest === undefined ? {} : { busiest }),
      exceeded: isOver(maxFiringsPerDay, busiest),
    };
  }

  /** What kept runs from being evaluated. */
  get problems(): readonly string[] {
    return this.runs === 0 ? ["the history has no runs"] : this.#blockers.slice(0, MAX_PROBLEMS);
  }
}
