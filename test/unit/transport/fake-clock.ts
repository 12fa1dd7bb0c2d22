import type { Clock } from "../../../src/transport/clock.js";

/** A clock whose waits take no time, and that remembers them. */
export class FakeClock implements Clock {
  readonly waits: number[] = [];
  #now = Date.parse("2026-11-21T10:00:00Z");
  readonly #chance: () => number;

  constructor(chance: () => number = () => 0.5) {
    this.#chance = chance;
  }

  now(): number {
    return this.#now;
  }

  advance(ms: number): void {
    this.#now += ms;
  }

  random(): number {
    return this.#chance();
  }

  async wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
    this.waits.push(ms);
    this.advance(ms);
    signal?.throwIfAborted();
  }
}
