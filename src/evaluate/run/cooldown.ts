/** An automation fires at most once per run in so many seconds (documented: 24 hours). */
export const COOLDOWN_SECONDS = 86_400;

/**
 * The 24-hour rule for one automation on one run, on the clock of the rows' timestamps. What has no timestamp
 * counts as inside the same 24 hours. (Decided.)
 */
export class Cooldown {
  /** When the next firing is allowed: NaN for never, `undefined` if there was none yet. */
  next: number | undefined;

  /** Whether a firing is allowed at `timestamp`; NaN where unknown. */
  allows(timestamp: number): boolean {
    return this.next === undefined || timestamp >= this.next;
  }

  fire(timestamp: number): void {
    this.next = timestamp + COOLDOWN_SECONDS;
  }
}
