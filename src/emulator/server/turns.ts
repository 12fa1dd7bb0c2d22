/** Milliseconds of work in one turn of the event loop. */
const TURN_MS = 8;
/** Milliseconds that work may wait at a time because of new connections. */
const HOLD_MS = 50;

/** Runs a piece of work, now or later, and resolves to what it gives. */
export type RunWork = <T>(work: () => Promise<T>) => Promise<T>;

/** Work that is done in turns. */
export interface Turns {
  readonly run: RunWork;
  /** A connection came: those behind it are let in first. */
  arrived(): void;
}

/**
 * Runs work in the order in which it came, a few milliseconds of it in each turn of the event loop. Node accepts one new
 * connection a turn: where a turn takes as long as all the requests that are waiting, a new client waits for minutes
 * while those before it are served again and again. Where many clients connect at once, work waits for a moment.
 *
 * @param now the time in milliseconds.
 */
export function takingTurns(now: () => number = () => performance.now()): Turns {
  const waiting: (() => void)[] = [];
  let isScheduled = false;
  let hasArrived = false;
  let workedAt = now();
  const turn = () => {
    const begun = now();
    if (hasArrived && begun - workedAt < HOLD_MS) {
      hasArrived = false;
      setImmediate(turn);
      return;
    }
    do waiting.shift()?.();
    while (waiting.length > 0 && now() - begun < TURN_MS);
    workedAt = now();
    isScheduled = waiting.length > 0;
    if (isScheduled) setImmediate(turn);
  };
  return {
    run: (work) =>
      new Promise((resolve, reject) => {
        waiting.push(() => work().then(resolve, reject));
        if (isScheduled) return;
        isScheduled = true;
        workedAt = now();
        setImmediate(turn);
      }),
    arrived() {
      hasArrived = true;
    },
  };
}
