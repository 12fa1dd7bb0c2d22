import { compareStrings } from "./compare-strings.js";

/** A field that the record doesn't have, as opposed to one that is null. */
export const MISSING: unique symbol = Symbol("missing");

/** Reads a field of whatever is being filtered; {@link MISSING} where it has none. */
export type FieldReader = (field: string) => unknown;

const isNumeric = (value: unknown): value is number | bigint =>
  typeof value === "number" || typeof value === "bigint";

/** Equality that never crosses types: `1`, `"1"` and `true` all differ. Goes through lists and objects without recursion. */
export function sameValue(left: unknown, right: unknown): boolean {
  const todo: [unknown, unknown][] = [[left, right]];
  for (let pair = todo.pop(); pair !== undefined; pair = todo.pop()) {
    const [a, b] = pair;
    if (isNumeric(a) && isNumeric(b)) {
      // biome-ignore lint/suspicious/noDoubleEquals: `==` is what compares 1n with 1 by value.
      if (a != b) return false;
    } else if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
      if (a !== b) return false;
    } else if (!pushChildren(a, b, todo)) return false;
  }
  return true;
}

function pushChildren(a: object, b: object, todo: [unknown, unknown][]): boolean {
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys) {
    if (!Object.hasOwn(b, key)) return false;
    todo.push([(a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]]);
  }
  return true;
}

/** Negative, zero or positive; `undefined` where the two have no order: different types, or neither numbers nor text. */
export function order(left: unknown, right: unknown): number | undefined {
  if (typeof left === "string" && typeof right === "string") return compareStrings(left, right);
  if (!isNumeric(left) || !isNumeric(right)) return undefined;
  if (left < right) return -1;
  if (left > right) return 1;
  // biome-ignore lint/suspicious/noDoubleEquals: `==` is what compares 1n with 1 by value.
  return left == right ? 0 : undefined;
}

/** Whether the value, or an element of it if it is a list such as `tags`, passes. */
export function valueOrElement(value: unknown, test: (one: unknown) => boolean): boolean {
  return test(value) || (Array.isArray(value) && value.some(test));
}
