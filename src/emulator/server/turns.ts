/** Milliseconds of work in one turn of the event loop. */
const TURN_MS = 8;

/** Runs a piece of work, now or later, and resolves to what it gives. */
export type RunWork = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Runs work in the order in which it came, a few milliseconds of it in each turn of the event loop. Node accepts one new
 * connection a turn: where a turn takes as long as all the requests that are waiting, a new client waits for minutes
 * while those before it are served again and again.
 */
export function takingTurns(): RunWork {
  const waiting: (() => void)[] = [];
  let isScheduled = false;
  const turn = () => {
    const end = performance.now() + TURN_MS;
    do waiting.shift()?.();
    while (waiting.length > 0 && performance.now() < end);
    isScheduled = waiting.length > 0;
    if (isScheduled) setImmediate(turn);
  };
  return (work) =>
    new Promise((resolve, reject) => {
      waiting.push(() => work().then(resolve, reject));
      if (!isScheduled) setImmediate(turn);
      isScheduled = true;
    });
}
