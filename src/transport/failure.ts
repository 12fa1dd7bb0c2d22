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

const ambiguous = new WeakMap<object, { readonly transient: boolean }>();

/** Remembers that the mutation which `error` ended may have been applied, and whether trying again could help. */
export function markAmbiguous(error: AutomationsError, { transient }: Pick<Failure, "transient">): void {
  ambiguous.set(error, { transient });
}

/**
 * Whether `error` ended a mutation that may have been applied all the same: no answer came, or none that says.
 * Only a read can tell.
 */
export function isAmbiguous(error: unknown): error is AutomationsError {
  return typeof error === "object" && error !== null && ambiguous.has(error);
}

/** Whether the mutation that `error` ended may be sent again, if a read has shown that it wasn't applied. */
export function isRepeatable(error: AutomationsError): boolean {
  return ambiguous.get(error)?.transient ?? false;
}
