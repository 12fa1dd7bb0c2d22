import type { Call } from "./call.js";
import type { Clock } from "./clock.js";
import { type Failure, markAmbiguous } from "./failure.js";
import type { SendOnce, Variables } from "./http.js";
import type { Logger } from "./log.js";
import type { Reply, SendableOperation } from "./operation.js";

/** Sends an operation, again if need be, and throws what it ends in. */
export type Send = (operation: SendableOperation, variables: Variables, call: Call) => Promise<Reply>;

export interface RetryOptions {
  /** How often a failed attempt is repeated at most. */
  readonly retries: number;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The first wait is up to this long, each further one up to twice the one before. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/**
 * Milliseconds before the next attempt: what the server asked for and a little more, so that not all clients come
 * back at once; else full jitter, a random part of an exponentially growing limit.
 *
 * @param attempt the attempt that failed, counted from 1.
 */
export function backoffMs(attempt: number, retryAfterSeconds: number | undefined, clock: Clock): number {
  if (retryAfterSeconds !== undefined) return retryAfterSeconds * 1000 + clock.random() * FIRST_WAIT_MS;
  return clock.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
}

/** Whether repeating is harmless: always for a query, for a mutation only where it can't have been applied. */
function mayRepeat(operation: SendableOperation, failure: Failure): boolean {
  return failure.transient && (operation.kind === "query" || !failure.mayHaveBeenApplied);
}

/** Wraps `sendOnce`: repeats what may be repeated, as long as there is time, and throws the last error. */
export function withRetries(sendOnce: SendOnce, { retries, clock, log }: RetryOptions): Send {
  return async (operation, variables, call) => {
    for (let attempt = 1; ; attempt += 1) {
      const start = clock.now();
      log({ type: "request", operation: operation.name, attempt });
      const result = await sendOnce(operation, variables, call);
      const durationMs = clock.now() - start;
      const outcome = result.ok ? "OK" : result.error.code;
      log({ type: "response", operation: operation.name, attempt, durationMs, outcome });
      if (result.ok) return result.reply;

      const waitMs = backoffMs(attempt, result.retryAfterSeconds, clock);
      const hasTime = clock.now() + waitMs < call.deadline;
      if (attempt > retries || !hasTime || !mayRepeat(operation, result)) throw finalError(operation, result);
      log({
        type: "retry",
        operation: operation.name,
        attempt: attempt + 1,
        waitMs,
        because: result.error.code,
      });
      // An abort during the wait is met by the next attempt, which turns it into its error.
      await clock.wait(waitMs, call.signal).catch(() => undefined);
    }
  };
}

function finalError(operation: SendableOperation, failure: Failure): Failure["error"] {
  if (operation.kind === "mutation" && failure.mayHaveBeenApplied) markAmbiguous(failure.error, failure);
  return failure.error;
}
