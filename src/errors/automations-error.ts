import { type ErrorCode, RETRYABLE_CODES } from "./codes.js";

const BRAND = Symbol.for("wandb-automations/error");
const DOCS = "https://github.com/wandb-automations/wandb-automations/blob/main/docs/errors.md";

/** What may accompany an error besides its message. */
export interface ErrorOptions {
  /** What to do about it, as a sentence. */
  readonly hint?: string;
  /** The error underneath, already free of secrets. */
  readonly cause?: unknown;
}

/**
 * The base of every error this package throws on purpose.
 *
 * Branch on `code`, never on the message. `instanceof` fails between the ESM and the CommonJS build;
 * {@link isAutomationsError} doesn't.
 *
 * @example
 * ```ts
 * import { isAutomationsError } from "wandb-automations";
 *
 * try {
 *   throw new Error("something else");
 * } catch (error) {
 *   if (isAutomationsError(error)) console.error(error.code, error.hint);
 * }
 * ```
 */
export class AutomationsError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly docsUrl: string;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = options.hint;
    this.docsUrl = `${DOCS}#${code.toLowerCase()}`;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** Whether the same call, unchanged, may succeed later. */
  get retryable(): boolean {
    return RETRYABLE_CODES.includes(this.code);
  }

  override toString(): string {
    return `${this.name} [${this.code}]: ${this.message}${this.hint ? `\n  hint: ${this.hint}` : ""}`;
  }
}

/** Whether `value` is an error of this package, also one made by its other build (ESM or CommonJS). */
export function isAutomationsError(value: unknown): value is AutomationsError {
  return typeof value === "object" && value !== null && (value as Record<symbol, unknown>)[BRAND] === true;
}

/** Whether `value` is an error of this package with that code. */
export function hasErrorCode<C extends ErrorCode>(
  value: unknown,
  code: C,
): value is AutomationsError & { code: C } {
  return isAutomationsError(value) && value.code === code;
}
