import { EvaluationError } from "../../errors/index.js";

/** Seconds since the epoch that no run has seen: the year 5138. Milliseconds are larger. */
const LATEST = 1e11;
const SHOWN = 60;

/** What is wrong with a row that can't be one. */
export function notARow(row: unknown): EvaluationError {
  const given = Array.isArray(row) ? "a list" : shown(row);
  return new EvaluationError(`A row is ${given} instead of an object.`, {
    hint: "Rows are objects such as { _step: 0, _timestamp: 1767225600, loss: 0.5 }.",
  });
}

/** What is odd about a row's time, if anything is: the 24-hour rule would be applied to something else silently. */
export function oddTime(time: unknown): string | undefined {
  if (time === undefined || time === null) return undefined;
  const given = `_timestamp is ${time instanceof Date ? "a Date" : shown(time)}`;
  if (typeof time !== "number" || !Number.isFinite(time))
    return `${given} instead of seconds since the epoch: it counts as unknown, inside the same 24 hours`;
  if (Math.abs(time) < LATEST) return undefined;
  return `${given}: taken as seconds since the epoch, though it looks like a smaller unit`;
}

function shown(value: unknown): string {
  if (typeof value === "bigint") return `the BigInt ${String(value).slice(0, SHOWN)}`;
  if (typeof value === "string") return JSON.stringify(value.slice(0, SHOWN));
  return typeof value === "function"
    ? "a function"
    : typeof value === "object" && value
      ? "an object"
      : String(value);
}
