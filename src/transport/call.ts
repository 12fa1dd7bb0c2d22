import { ValidationError } from "../errors/index.js";
import type { Clock } from "./clock.js";

/** What every call that talks to a server takes. */
export interface CallOptions {
  /** Cancels the call: it rejects with a TransportError of code `ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds the whole call may take, retries and waits included. Default: the Api's. */
  readonly timeoutMs?: number | undefined;
}

/** One call under way: the requests it makes share its time. */
export interface Call {
  readonly signal: AbortSignal | undefined;
  /** When it must have ended, by the clock's `now`. */
  readonly deadline: number;
  /** What the caller allowed, for messages. */
  readonly timeoutMs: number;
}

/**
 * Starts a call's time.
 *
 * @throws ValidationError if `timeoutMs` isn't a positive number.
 */
export function startCall(options: CallOptions | undefined, defaultTimeoutMs: number, clock: Clock): Call {
  const timeoutMs = options?.timeoutMs ?? defaultTimeoutMs;
  checkMilliseconds(timeoutMs, "timeoutMs");
  return { signal: options?.signal, timeoutMs, deadline: clock.now() + timeoutMs };
}

/** @throws ValidationError if `value` isn't a positive number of milliseconds. */
export function checkMilliseconds(value: unknown, name: string): void {
  if (typeof value === "number" && value > 0) return;
  const message = `must be a positive number of milliseconds, got ${String(value)}`;
  throw new ValidationError("options", [{ code: "not_positive", path: [name], message }]);
}
