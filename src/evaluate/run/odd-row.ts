import { EvaluationError } from "../../errors/index.js";
import { shownValue } from "../../history/shown-value.js";

/** Seconds since the epoch that no run has seen: the year 5138. Milliseconds are larger. */
const LATEST = 1e11;

/** What is wrong with a row that can't be one. */
export function notARow(row: unknown): EvaluationError {
  const given = Array.isArray(row) ? "a list" : shownValue(row);
  return new EvaluationError(`A row is ${given} instead of an object.`, {
    hint: "Rows are objects such as { _step: 0, _timestamp: 1767225600, loss: 0.5 }.",
  });
}

/** What is odd about a row's time, if anything is: the 24-hour rule would be applied to something else silently. */
export function oddTime(time: unknown): string | undefined {
  if (time === undefined || time === null) return undefined;
  const given = `_timestamp is ${time instanceof Date ? "a Date" : shownValue(time)}`;
  if (typeof time !== "number" || !Number.isFinite(time))
    return `${given} instead of seconds since the epoch: it counts as unknown, inside the same 24 hours`;
  if (Math.abs(time) < LATEST) return undefined;
  return `${given}: taken as seconds since the epoch, though it looks like a smaller unit`;
}
