import { formatNumber } from "../format-number.js";
import type { Blocker, Closest } from "./outcome.js";

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

/** So many verdicts were NaN. */
export function nanBlocker(count: number, evaluated: number): Blocker {
  return {
    kind: "nan",
    count,
    message: `${count} of ${evaluated} verdicts were NaN, which satisfies nothing`,
  };
}

/** It was evaluated, and held nowhere. */
export function conditionBlocker(evaluated: number, closest: Closest | undefined, limit: number): Blocker {
  const at = closest?.step === undefined ? "" : ` at step ${closest.step}`;
  const near = closest === undefined ? "" : `; the closest was ${formatNumber(closest.compared, limit)}${at}`;
  return { kind: "condition", message: `it never held at any of ${evaluated} values${near}` };
}

/** The run had none of the states that are watched. */
export function stateBlocker(seen: readonly string[], wanted: ReadonlySet<string>): Blocker {
  const killed = seen.some((state) => state.toLowerCase() === "killed") ? "; killed runs never fire" : "";
  const message = `the run's states were ${seen.join(", then ") || "none"}, not ${[...wanted].join(" or ")}${killed}`;
  return { kind: "state", states: [...seen], message };
}

/** The run filter doesn't admit the run, because of these clauses. */
export function filterBlocker(clauses: readonly string[]): Blocker {
  return { kind: "filter", clauses, message: `the run filter excludes it: ${clauses.join("; ")}` };
}
