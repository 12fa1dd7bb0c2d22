import { hasBrand } from "./brand.js";
import { FilterExpression, type FilterInput } from "./filter-expression.js";
import { toFilterJson } from "./filter-json.js";

/** Admits every run: the one that stands wherever nothing is said about runs. */
export const EVERY_RUN = new FilterExpression({ $and: [] });

/** The runs an event watches: all of them where nothing is said. */
export function toRunFilter(given: unknown, path: readonly string[]): FilterExpression {
  if (given === undefined) return EVERY_RUN;
  return hasBrand(given, "filter")
    ? (given as FilterExpression)
    : new FilterExpression(toFilterJson(given as FilterInput, path));
}

/** ` for runs where …`, or nothing where all runs are watched. */
export function whichRuns(run: FilterExpression): string {
  const text = run.toString();
  return text === EVERY_RUN.toString() ? "" : ` for runs where ${text}`;
}
