import type { SavedRun } from "./run-evaluation.js";

type Cooldowns = SavedRun["cooldowns"];

/** Beyond this the oldest are forgotten: their runs have long gone. */
const MAX_RUNS = 100_000;

/** When automations may fire again on runs that aren't kept any more. Forgets what the clock has passed. */
export class FiredRuns {
  readonly #runs = new Map<string, Cooldowns>();
  #now = Number.NEGATIVE_INFINITY;

  /** The newest timestamp seen. */
  now(timestamp: number): void {
    if (timestamp > this.#now) this.#now = timestamp;
  }

  add(key: string, cooldowns: Cooldowns): void {
    const pending = cooldowns.filter(([, next]) => !(next <= this.#now));
    if (pending.length === 0) return;
    this.#runs.delete(key);
    this.#runs.set(key, pending);
    if (this.#runs.size > MAX_RUNS) this.#forget();
  }

  /** What was remembered of a run that came back. */
  take(key: string): Cooldowns {
    const cooldowns = this.#runs.get(key) ?? [];
    this.#runs.delete(key);
    return cooldowns;
  }

  save(): { now: number; runs: (readonly [key: string, cooldowns: Cooldowns])[] } {
    return { now: this.#now, runs: [...this.#runs] };
  }

  restore(saved: ReturnType<FiredRuns["save"]>): void {
    this.#now = saved.now;
    for (const [key, cooldowns] of saved.runs) this.#runs.set(key, cooldowns);
  }

  #forget(): void {
    for (const [key, cooldowns] of this.#runs) {
      if (cooldowns.every(([, next]) => next <= this.#now)) this.#runs.delete(key);
    }
    for (const key of this.#runs.keys()) {
      if (this.#runs.size <= MAX_RUNS / 2) return;
      this.#runs.delete(key);
    }
  }
}
