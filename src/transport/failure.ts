import type { AutomationsError } from "../errors/index.js";

/** Why an attempt failed, and what that means for trying again. */
export interface Failure {
  readonly error: AutomationsError;
  /** Whether trying again could help. */
  readonly transient: boolean;
  /** Whether the server may have carried the operation out all the same. */
  readonly mayHaveBeenApplied: boolean;
  /** Seconds the server asked to wait. */
  readonly retryAfterSeconds?: number;
}

/** What one attempt came to. */
export type Attempt<T> = { readonly ok: true; readonly reply: T } | ({ readonly ok: false } & Failure);

const ambiguous = new WeakSet<object>();

/** Remembers that the mutation which `error` ended may have been applied. */
export function markAmbiguous(error: AutomationsError): void {
  ambiguous.add(error);
}

/**
 * Whether `error` ended a mutation that may have been applied all the same: no answer came, or none that says.
 * Only a read can tell.
 */
export function isAmbiguous(error: unknown): error is AutomationsError {
  return typeof error === "object" && error !== null && ambiguous.has(error);
}
