import * as z from "zod/mini";

/** How a window becomes one number. `average`, `avg` and `mean` are the same. */
export type Aggregation = "min" | "max" | "average" | "sum";
/** An {@link Aggregation}, or another name of one. */
export type AggregationInput = Aggregation | "avg" | "mean";
/** How a metric compares with its threshold. */
export type Comparison = ">" | ">=" | "<" | "<=" | "==" | "!=";
/** A {@link Comparison}, or the server's name of one. */
export type ComparisonInput = Comparison | "$gt" | "$gte" | "$lt" | "$lte" | "$eq" | "$ne";
/** `absolute` compares the difference, `relative` the difference divided by the prior value. */
export type ChangeType = "absolute" | "relative";
/** Which way a metric has to go. */
export type ChangeDirection = "increase" | "decrease" | "any";

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

export const metricNameSchema = z
  .string("must be the metric's name, as it is logged")
  .check(z.minLength(1, "must be the metric's name, as it is logged"));

const WINDOW = "must be a whole number of logged values, at least 1";
export const windowSchema = z.int(WINDOW).check(z.positive(WINDOW));

export const thresholdSchema = z.number("must be a finite number");

const POSITIVE = "must be a finite number greater than 0";
export const positiveSchema = z.number(POSITIVE).check(z.positive(POSITIVE));
