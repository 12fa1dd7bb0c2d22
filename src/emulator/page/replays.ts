import type { RunHistory } from "../../history/run-history.js";
import type { MadeRun } from "../admin/emulator-admin.js";
import type { ReplayOptions } from "../runs/replay-run.js";

/** A run file that was given to the page, and how its replay goes. */
export interface Replay {
  readonly number: number;
  /** The run's id in its project, as the file has it. */
  readonly run: string;
  readonly state: "running" | "done" | "failed";
  readonly error: string | null;
}

export type ReplayRun = (history: RunHistory, options: ReplayOptions) => Promise<MadeRun>;

const AT_ONCE = 4;
const REMEMBERED = 20;

/** Replays that go on while the page watches. */
export class Replays {
  readonly #replay: ReplayRun;
  readonly #stop = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  #list: readonly Replay[] = [];
  #count = 0;

  constructor(replay: ReplayRun) {
    this.#replay = replay;
  }

  /** The latest, oldest first. */
  get list(): readonly Replay[] {
    return this.#list;
  }

  /** Begins a replay; `undefined` where too many are under way. */
  start(history: RunHistory, options: Omit<ReplayOptions, "signal">): Replay | undefined {
    if (this.#underWay.size >= AT_ONCE) return undefined;
    this.#count += 1;
    const replay: Replay = { number: this.#count, run: history.run.id, state: "running", error: null };
    this.#list = [...this.#list.slice(1 - REMEMBERED), replay];
    const going: Promise<void> = this.#replay(history, { ...options, signal: this.#stop.signal })
      .then(
        () => this.#ended({ ...replay, state: "done" }),
        (error: Error) => this.#ended({ ...replay, state: "failed", error: error.message }),
      )
      .finally(() => this.#underWay.delete(going));
    this.#underWay.add(going);
    return replay;
  }

  /** Stops between two rows what is under way, and resolves once it has stopped. */
  async close(): Promise<void> {
    this.#stop.abort(new Error("the emulator was closed"));
    await Promise.all(this.#underWay);
  }

  #ended(replay: Replay): void {
    this.#list = this.#list.map((one) => (one.number === replay.number ? replay : one));
  }
}
