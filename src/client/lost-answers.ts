import { hasErrorCode } from "../errors/index.js";
import type { Call } from "../transport/call.js";
import { isAmbiguous } from "../transport/failure.js";
import { backoffMs } from "../transport/retry.js";
import type { Session } from "./session.js";

/** Of the time a call has left, how much a mutation may take: the rest is for finding out what became of it. */
const MUTATION_SHARE = 0.75;

/** The same call with a part of its time kept back. */
function withReserve(call: Call, session: Session): Call {
  const now = session.clock.now();
  return { ...call, deadline: now + (call.deadline - now) * MUTATION_SHARE };
}

/** What {@link surviveLostAnswers} needs to know about a mutation. */
export interface Mutation<T> {
  /** Sends it. `isRepeated` says whether an earlier attempt's answer was lost. */
  send(call: Call, isRepeated: boolean): Promise<T>;
  /** Reads whether it was applied: its result if so, `undefined` if it wasn't. Throws `CONFLICT` if it can't be any more. */
  findResult(call: Call): Promise<T | undefined>;
}

/**
 * Carries out a mutation whose answer may get lost. When it is, a read tells whether the mutation was applied; only if
 * it wasn't is it sent again, as long as there are retries and time.
 *
 * @throws the error of the lost answer if it can't be found out what became of the mutation.
 */
export async function surviveLostAnswers<T>(mutation: Mutation<T>, call: Call, session: Session): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await mutation.send(withReserve(call, session), attempt > 1);
    } catch (error) {
      if (!isAmbiguous(error) || hasErrorCode(error, "ABORTED")) throw error;
      const found = await mutation.findResult(call).catch((readError) => {
        // The read may have been of use and found something in the way; else what is known is that the answer was lost.
        throw hasErrorCode(readError, "CONFLICT") ? readError : error;
      });
      if (found !== undefined) return found;
      const waitMs = backoffMs(attempt, undefined, session.clock);
      if (attempt > session.retries || session.clock.now() + waitMs >= call.deadline) throw error;
      session.log({
        type: "retry",
        operation: "mutation",
        attempt: attempt + 1,
        waitMs,
        because: error.code,
      });
      await session.clock.wait(waitMs, call.signal).catch(() => undefined);
    }
  }
}
