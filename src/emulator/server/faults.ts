import { ValidationError } from "../../errors/index.js";

/** What goes wrong with a GraphQL request, on purpose. */
export interface Fault {
  /** Answer with this HTTP status (and an error body) instead. */
  readonly status?: number;
  /** Message of the error body; `injected fault` where left out. */
  readonly message?: string;
  /** Headers of the answer, e.g. `{ "retry-after": "1" }`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds to wait before answering. Alone it only delays. */
  readonly delayMs?: number;
  /** Answer 200 with this GraphQL error. */
  readonly graphqlError?: string;
  /** Drop the connection without an answer. */
  readonly reset?: boolean;
  /** Let the request take effect first, and only then go wrong: the answer that got lost. Default false. */
  readonly afterEffect?: boolean;
  /** How many requests it is for. Default 1. */
  readonly times?: number;
  /** Only requests whose text mentions this, e.g. `"createFilterTrigger"`; others pass. */
  readonly operation?: string;
}

/**
 * Faults that wait for their requests.
 *
 * @example
 * ```ts
 * import { createEmulator } from "wandb-automations/emulator";
 *
 * await using emulator = await createEmulator();
 * emulator.faults.next({ status: 503, headers: { "retry-after": "1" } });
 * emulator.faults.next({ reset: true, afterEffect: true, operation: "createFilterTrigger" });
 * ```
 */
export interface Faults {
  /** Adds a fault for the next request that it fits. Faults are used in the order in which they were added. */
  next(fault: Fault): void;
  /** Forgets those that are still waiting. */
  clear(): void;
  /** How many requests are still to go wrong. */
  readonly pending: number;
}

export class FaultQueue implements Faults {
  readonly #waiting: { readonly fault: Fault; left: number }[] = [];

  next(fault: Fault): void {
    const issues = problemsOf(fault);
    if (issues.length > 0) throw new ValidationError("faults.next", issues);
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#waiting.length = 0;
  }

  get pending(): number {
    return this.#waiting.reduce((sum, { left }) => sum + left, 0);
  }

  /** The fault for a request, if one fits; it is used up. */
  take(query: string): Fault | undefined {
    const at = this.#waiting.findIndex(({ fault }) => !fault.operation || query.includes(fault.operation));
    const entry = this.#waiting[at];
    if (entry === undefined) return undefined;
    entry.left -= 1;
    if (entry.left === 0) this.#waiting.splice(at, 1);
    return entry.fault;
  }
}

function problemsOf({ status, delayMs, times, reset, graphqlError }: Fault) {
  const issues: { code: string; path: string[]; message: string }[] = [];
  const check = (path: string, value: number | undefined, low: number, high: number) => {
    if (value === undefined || (Number.isInteger(value) && value >= low && value <= high)) return;
    issues.push({ code: "out_of_range", path: [path], message: `got ${value}; give ${low} to ${high}` });
  };
  check("status", status, 200, 599);
  check("delayMs", delayMs, 0, 600_000);
  check("times", times, 1, 1_000_000);
  if (status === undefined && delayMs === undefined && reset === undefined && graphqlError === undefined)
    issues.push({ code: "empty", path: [], message: "give status, delayMs, graphqlError or reset" });
  return issues;
}
