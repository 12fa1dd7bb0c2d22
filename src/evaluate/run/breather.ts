/** Milliseconds of work after which others get a chance. */
const MAX_BUSY = 50;

/** Lets others do something now and then, such as abort, during work that never waits for anything. */
export class Breather {
  readonly #signal: AbortSignal;
  #since = performance.now();

  /** @param signal what may be aborted */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Whether others had no chance for a while. */
  get isDue(): boolean {
    return performance.now() - this.#since >= MAX_BUSY;
  }

  /** @throws the signal's reason, if it was aborted */
  throwIfAborted(): void {
    this.#signal.throwIfAborted();
  }

  /** Waits for a moment, if it is time to. @throws the signal's reason, if it was aborted */
  async breathe(): Promise<void> {
    this.#signal.throwIfAborted();
    if (!this.isDue) return;
    await new Promise((resolve) => setTimeout(resolve));
    this.#signal.throwIfAborted();
    this.#since = performance.now();
  }
}
