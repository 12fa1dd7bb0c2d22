import type { Blocker } from "./outcome.js";

/** It held again too soon after a firing. */
export function cooldownBlocker(count: number): Blocker {
  const times = count === 1 ? "time" : "times";
  const message = `${count} more ${times} it held within 24 hours of a firing, which don't count`;
  return { kind: "cooldown", count, message };
}

/** The run ended before there were values enough. */
export function windowBlocker(filled: number, needed: number): Blocker {
  return {
    kind: "window",
    filled,
    needed,
    message: `the window was never full: ${filled} of ${needed} values`,
  };
}

/** The run filter doesn't admit the run, because of these clauses. */
export function filterBlocker(clauses: readonly string[]): Blocker {
  return { kind: "filter", clauses, message: `the run filter excludes it: ${clauses.join("; ")}` };
}
