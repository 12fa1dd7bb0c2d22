import { hasErrorCode, type ServerError } from "../errors/index.js";
import type { Call } from "../transport/call.js";
import { isAmbiguous, isRepeatable } from "../transport/failure.js";
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
  /** Name of its operation, for the log. */
  readonly name: string;
  /** Sends it. `isRepeated` says whether an earlier attempt's answer was lost. */
  send(call: Call, isRepeated: boolean): Promise<T>;
  /**
   * Reads whether it was applied: its result if so, `undefined` if it wasn't. Throws `CONFLICT` if it can't be any
   * more, and anything else if it can't be found out.
   */
  findResult(call: Call): Promise<T | undefined>;
}

/**
 * Carries out a mutation whose answer may get lost. When it is, a read tells whether the mutation was applied; only if
 * it wasn't is it sent again, as long as there are retries and time. GraphQL errors that came while the server was at
 * it are read after in the same way, but are the server's word: the mutation isn't sent again.
 *
 * @throws the mutation's own error if it wasn't applied, or if it can't be found out.
 */
export async function surviveLostAnswers<T>(mutation: Mutation<T>, call: Call, session: Session): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await mutation.send(withReserve(call, session), attempt > 1);
    } catch (error) {
      if (!isAmbiguous(error) || hasErrorCode(error, "ABORTED")) throw error;
      const mayRepeat = isRepeatable(error);
      const found = await mutation.findResult(call).catch((readError) => {
        // The read may have been of use and found something in the way; else the mutation's own error says most.
        throw mayRepeat && hasErrorCode(readError, "CONFLICT") ? readError : error;
      });
      if (found !== undefined) return found;
      const { retryAfterSeconds } = error as Partial<ServerError>;
      const waitMs = backoffMs(attempt, retryAfterSeconds, session.clock);
      const hasTime = session.clock.now() + waitMs < call.deadline;
      if (!mayRepeat || attempt > session.retries || !hasTime) throw error;
      session.log({
        type: "retry",
        operation: mutation.name,
        attempt: attempt + 1,
        waitMs,
        because: error.code,
      });
      await session.clock.wait(waitMs, call.signal).catch(() => undefined);
    }
  }
}
