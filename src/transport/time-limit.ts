import { LONGEST_TIMER_MS } from "./clock.js";

/** What {@link withinTime} rejects with when it gives up. */
export class Interrupted extends Error {
  readonly why: "timeout" | "aborted";

  constructor(why: "timeout" | "aborted") {
    super(why);
    this.why = why;
  }
}

/**
 * Runs `task` until it ends, `ms` have passed or `signal` is aborted, whichever is first. A task that doesn't
 * heed the signal it is given (an injected `fetch` may not) is left to itself.
 */
export async function withinTime<T>(
  task: (signal: AbortSignal) => Promise<T>,
  ms: number,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (signal?.aborted) throw new Interrupted("aborted");
  if (ms <= 0) throw new Interrupted("timeout");
  const controller = new AbortController();
  let giveUp: (why: Interrupted["why"]) => void = () => {};
  const interruption = new Promise<never>((_, reject) => {
    giveUp = (why) => {
      reject(new Interrupted(why));
      controller.abort();
    };
  });
  const abort = () => giveUp("aborted");
  const timer = setTimeout(() => giveUp("timeout"), Math.min(ms, LONGEST_TIMER_MS));
  signal?.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([task(controller.signal), interruption]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}
