import { type RegexFacts, regexFacts } from "./literal-regex.js";
import type { FieldTest, Truths } from "./value-classes.js";

/** With more questions than this that can go either way there are too many combinations to look at. */
const MAX_FREE = 8;

/**
 * All combinations of truths for a text that isn't known: those of patterns go either way, as far as they don't
 * contradict each other.
 *
 * @param known the truth of a test, `undefined` for one that can go either way
 */
export function freeTruths(
  tests: readonly FieldTest[],
  known: (test: FieldTest) => boolean | undefined,
): Truths[] | undefined {
  const fixed = tests.map(known);
  const free = tests.flatMap((_, i) => (fixed[i] === undefined ? [i] : []));
  return combinations(free.length)
    ?.map((bits) => fixed.map((truth, i) => truth ?? bits[free.indexOf(i)]!))
    .filter((truths) => canBe(tests, truths, free));
}

/**
 * All combinations for lists, of which the elements are anything: tests for one element go either way, and those that
 * order values fail.
 */
export function listTruths(tests: readonly FieldTest[]): Truths[] | undefined {
  const questions = [...new Set(tests.flatMap(askedOfLists))];
  return combinations(questions.length)?.map((bits) => {
    const holds = (question: string) => bits[questions.indexOf(question)]!;
    return tests.map((test) => {
      if (test.operator === "$exists") return test.operand === true;
      const asked = askedOfLists(test).map(holds);
      if (test.operator === "$ne" || test.operator === "$nin") return !asked.some(Boolean);
      return asked.some(Boolean);
    });
  });
}

/** What a test asks of a list, so that tests which ask the same get the same answer. None for what is always false. */
function askedOfLists({ operator, operand }: FieldTest): string[] {
  switch (operator) {
    case "$eq":
    case "$ne":
      return [`= ${JSON.stringify(operand)}`];
    case "$in":
    case "$nin":
      return (operand as unknown[]).map((one) => `= ${JSON.stringify(one)}`);
    case "$regex":
    case "$contains":
    case "$size":
    case "$all":
      return [`${operator} ${JSON.stringify(operand)}`];
    default:
      return [];
  }
}

function combinations(count: number): boolean[][] | undefined {
  if (count > MAX_FREE) return undefined;
  return Array.from({ length: 2 ** count }, (_, bits) =>
    Array.from({ length: count }, (_, i) => ((bits >> i) & 1) === 1),
  );
}

/** Whether one text, none of the constants, can have these truths for the patterns in `free`. */
function canBe(tests: readonly FieldTest[], truths: Truths, free: readonly number[]): boolean {
  const facts = free.map((i) => ({ ...factsOf(tests[i]!), holds: truths[i]! }));
  const held = facts.filter(({ holds }) => holds);
  if (held.some(({ whole, never }) => whole !== undefined || never)) return false;
  const agree = (a: string, b: string, fits: (long: string, short: string) => boolean) =>
    fits(a, b) || fits(b, a);
  return held.every((one) =>
    facts.every((other) => {
      if (!other.holds) return other.contained === undefined || !contains(one, other.contained);
      return (
        (one.prefix === undefined ||
          other.prefix === undefined ||
          agree(one.prefix, other.prefix, (long, short) => long.startsWith(short))) &&
        (one.suffix === undefined ||
          other.suffix === undefined ||
          agree(one.suffix, other.suffix, (long, short) => long.endsWith(short)))
      );
    }),
  );
}

function factsOf({ operator, operand }: FieldTest): RegexFacts {
  return operator === "$contains" ? { contained: operand as string } : regexFacts(operand as string);
}

/** Whether every text that `facts` hold for has `part` in it. */
function contains(facts: RegexFacts, part: string): boolean {
  return [facts.prefix, facts.suffix, facts.contained].some((known) => known?.includes(part));
}
