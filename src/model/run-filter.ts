import { hasBrand } from "./brand.js";
import { FilterExpression, type FilterInput, toFilterJson } from "./filter-expression.js";

const EVERY_RUN = new FilterExpression({ $and: [] });

/** The runs an event watches: all of them where nothing is said. */
export function toRunFilter(given: FilterInput | undefined): FilterExpression {
  if (given === undefined) return EVERY_RUN;
  return hasBrand(given, "filter")
    ? (given as FilterExpression)
    : new FilterExpression(toFilterJson(given, ["filter", "run"]));
}

/** ` for runs where …`, or nothing where all runs are watched. */
export function whichRuns(run: FilterExpression): string {
  const text = run.toString();
  return text === EVERY_RUN.toString() ? "" : ` for runs where ${text}`;
}
