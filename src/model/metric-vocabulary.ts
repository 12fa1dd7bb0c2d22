import * as z from "zod/mini";

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
function word<T extends string>(table: Record<string, T>, expected: string) {
  const known = (value: string) => Object.hasOwn(table, value.trim().toLowerCase());
  return z.pipe(
    z.string(expected).check(z.refine(known, expected)),
    z.transform((value: string) => table[value.trim().toLowerCase()] as T),
  );
}

export const aggregationSchema = word(AGGREGATIONS, 'must be "min", "max", "average" or "sum"');
export const comparisonSchema = word(COMPARISONS, 'must be ">", ">=", "<", "<=", "==" or "!="');
export const changeTypeSchema = word(CHANGE_TYPES, 'must be "absolute" or "relative"');
export const changeDirectionSchema = word(CHANGE_DIRECTIONS, 'must be "increase", "decrease" or "any"');

const METRIC_NAME = "must be the metric's name, as it is logged";
export const metricNameSchema = z.string(METRIC_NAME).check(z.minLength(1, METRIC_NAME));

const WINDOW = "must be a whole number of logged values, at least 1";
export const windowSchema = z.int(WINDOW).check(z.positive(WINDOW));

export const thresholdSchema = z.number("must be a finite number");

const POSITIVE = "must be a finite number greater than 0";
export const positiveSchema = z.number(POSITIVE).check(z.positive(POSITIVE));

/** `loss`, or with an aggregation `average(loss, 5)`. */
export function metricText(metric: { name: string; agg: Aggregation | null; window: number }): string {
  return metric.agg === null ? metric.name : `${metric.agg}(${metric.name}, ${metric.window})`;
}
