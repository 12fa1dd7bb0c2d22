import { compareStrings } from "../../evaluate/filter/compare-strings.js";
import type { ValueTest } from "../../evaluate/filter/field-operators.js";
import { MISSING } from "../../evaluate/filter/filter-value.js";
import { freeTruths, listTruths } from "./free-truths.js";
import { regexFacts } from "./literal-regex.js";

/** A test of a field in a filter. */
export interface FieldTest {
  readonly operator: string;
  readonly operand: unknown;
  readonly test: ValueTest;
}

/** The truth of each of a field's tests, for one kind of value. */
export type Truths = readonly boolean[];

/** Like nothing that a filter can name. */
const UNLIKE_ANY = { "\u0000": "\u0000" };

/**
 * Every combination of truths that a field's tests can have, and maybe some they can't: for any value there is a class
 * with its truths. Between the constants of the tests all numbers are alike, and all texts but for patterns, whose
 * truth is then taken to be either. `undefined` where there are too many.
 *
 * @param canBeList whether the field may hold a list, as `tags` does
 */
export function valueClasses(tests: readonly FieldTest[], canBeList: boolean): Truths[] | undefined {
  const constants = tests.flatMap(constantsOf);
  const numbers = sortedUnique(
    constants.filter((one) => typeof one === "number"),
    (a, b) => a - b,
  );
  const texts = sortedUnique(
    constants.filter((one) => typeof one === "string"),
    compareStrings,
  );
  const exact = [MISSING, null, true, false, Number.NaN, UNLIKE_ANY, ...constants].filter(
    (one) => canBeList || !Array.isArray(one),
  );
  const classes: Truths[] = [
    ...exact.map((value) => tests.map(({ test }) => test(value))),
    ...gaps(numbers).map((gap) => tests.map((test) => inGap(test, numbers, gap))),
  ];
  for (const gap of gaps(texts)) {
    const free = freeTruths(tests, (test) => (isPattern(test) ? undefined : inGap(test, texts, gap)));
    if (free === undefined) return undefined;
    classes.push(...free);
  }
  const lists = canBeList ? listTruths(tests) : [];
  if (lists === undefined) return undefined;
  return [...new Map([...classes, ...lists].map((truths) => [truths.join(), truths])).values()];
}

const isPattern = ({ operator }: FieldTest) => operator === "$regex" || operator === "$contains";

/** Values that are told from all others by some test. */
function constantsOf({ operator, operand }: FieldTest): unknown[] {
  if (operator === "$in" || operator === "$nin" || operator === "$all") return operand as unknown[];
  if (operator !== "$regex") return [operand];
  const { whole } = regexFacts(operand as string);
  return whole === undefined ? [] : [whole];
}

function sortedUnique<T>(values: readonly T[], compare: (a: T, b: T) => number): T[] {
  return [...new Set(values)].sort(compare);
}

/** Before the first constant, between each two, after the last. */
const gaps = (constants: readonly unknown[]) => Array.from({ length: constants.length + 1 }, (_, i) => i);

/** The truth of a test for a value between `constants[gap - 1]` and `constants[gap]`, equal to neither. */
function inGap({ operator, operand }: FieldTest, constants: readonly unknown[], gap: number): boolean {
  const at = constants.indexOf(operand);
  switch (operator) {
    case "$lt":
    case "$lte":
      return at >= gap;
    case "$gt":
    case "$gte":
      return at >= 0 && at < gap;
    case "$ne":
    case "$nin":
      return true;
    case "$exists":
      return operand === true;
    default:
      return false;
  }
}
