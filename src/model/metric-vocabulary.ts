import { count, number, positive, type ReadOption, someText, word } from "./option-readers.js";

/** Python spells its constants in upper case; both are fine. */
type EitherCase<Word extends string> = Word | Uppercase<Word>;
/** How a window becomes one number. `average`, `avg` and `mean` are the same. */
export type Aggregation = "min" | "max" | "average" | "sum";
/** An {@link Aggregation} or another name of one, in lower or upper case. */
export type AggregationInput = EitherCase<Aggregation | "avg" | "mean">;
/** How a metric compares with its threshold. */
export type Comparison = ">" | ">=" | "<" | "<=" | "==" | "!=";
/** A {@link Comparison}, or the server's name of one. */
export type ComparisonInput = Comparison | "$gt" | "$gte" | "$lt" | "$lte" | "$eq" | "$ne";
/** `absolute` compares the difference, `relative` the difference divided by the prior value. */
export type ChangeType = "absolute" | "relative";
/** A {@link ChangeType}, in lower or upper case. */
export type ChangeTypeInput = EitherCase<ChangeType>;
/** Which way a metric has to go. */
export type ChangeDirection = "increase" | "decrease" | "any";
/** A {@link ChangeDirection}, in lower or upper case. */
export type ChangeDirectionInput = EitherCase<ChangeDirection>;

const AGGREGATIONS: Record<string, Aggregation> = {
  min: "min",
  max: "max",
  average: "average",
  avg: "average",
  mean: "average",
  sum: "sum",
};
const COMPARISONS: Record<string, Comparison> = {
  ">": ">",
  ">=": ">=",
  "<": "<",
  "<=": "<=",
  "==": "==",
  "!=": "!=",
  $gt: ">",
  $gte: ">=",
  $lt: "<",
  $lte: "<=",
  $eq: "==",
  $ne: "!=",
};
const CHANGE_TYPES: Record<string, ChangeType> = {
  absolute: "absolute",
  relative: "relative",
};
const CHANGE_DIRECTIONS: Record<string, ChangeDirection> = {
  increase: "increase",
  decrease: "decrease",
  any: "any",
};

/** One of the words of `table`, in any case, as the word it stands for. */
function wordOf<T extends string>(table: Record<string, T>, rule: string): ReadOption<T> {
  return word(rule, (given) => {
    if (Object.hasOwn(table, given)) return table[given];
    const plain = given.trim().toLowerCase();
    return Object.hasOwn(table, plain) ? table[plain] : undefined;
  });
}

export const readAggregation = wordOf(AGGREGATIONS, 'must be "min", "max", "average" or "sum"');
export const readComparison = wordOf(COMPARISONS, 'must be ">", ">=", "<", "<=", "==" or "!="');
export const readChangeType = wordOf(CHANGE_TYPES, 'must be "absolute" or "relative"');
export const readChangeDirection = wordOf(CHANGE_DIRECTIONS, 'must be "increase", "decrease" or "any"');
export const readMetricName = someText("must be the metric's name, as it is logged");
export const readWindow = count("must be a whole number of logged values, at least 1");
export const readThreshold = number("must be a finite number");
export const readPositive = positive("must be a finite number greater than 0");

/** `loss`, or with an aggregation `average(loss, 5)`. */
export function metricText(metric: { name: string; agg: Aggregation | null; window: number }): string {
  return metric.agg === null ? metric.name : `${metric.agg}(${metric.name}, ${metric.window})`;
}
