import { ValidationError, type ValidationIssue } from "../errors/index.js";
import type { JsonValue } from "../wire/json.js";
import { describeValue } from "./describe-value.js";
import { toRe2 } from "./regexp-pattern.js";

/** What a field can be compared with. */
export type Scalar = string | number | boolean;

type Path = readonly (string | number)[];
const SCALAR_RULE = "must be a string, a finite number or a boolean";

function issue(rule: string, given: unknown, path: Path): ValidationIssue {
  return { code: "invalid_operand", path, message: `${rule}, got ${describeValue(given)}` };
}

function refuse(rule: string, given: unknown, name: string): never {
  throw new ValidationError("Filter", [issue(rule, given, [name])]);
}

const isScalar = (value: unknown): value is Scalar =>
  typeof value === "string" ||
  typeof value === "boolean" ||
  (typeof value === "number" && Number.isFinite(value));

/** Each of these gives an operand as it goes on the wire. @throws ValidationError when it can't be one. */
export function readScalar(given: unknown): Scalar {
  return isScalar(given) ? given : refuse(SCALAR_RULE, given, "value");
}

export function readScalarOrList(given: unknown): JsonValue {
  return Array.isArray(given) ? readList(given) : readScalar(given);
}

export function readList(given: unknown): readonly Scalar[] {
  // A string is iterable too, and its letters are never what was meant.
  if (typeof given === "string" || typeof (given as Iterable<unknown>)?.[Symbol.iterator] !== "function") {
    return refuse("must be a list of strings, finite numbers or booleans", given, "values");
  }
  const values = Array.from(given as Iterable<unknown>);
  const issues = values.flatMap((value, i) =>
    isScalar(value) ? [] : [issue(SCALAR_RULE, value, ["values", i])],
  );
  if (issues.length > 0) throw new ValidationError("Filter", issues);
  return values as Scalar[];
}

export function readText(given: unknown): string {
  return typeof given === "string" ? given : refuse("must be a string", given, "text");
}

export function readFlag(given: unknown): boolean {
  return typeof given === "boolean" ? given : refuse("must be true or false", given, "exists");
}

export function readCount(given: unknown): number {
  return Number.isSafeInteger(given) && (given as number) >= 0
    ? (given as number)
    : refuse("must be a whole number, at least 0", given, "length");
}

export function readPattern(given: unknown): string {
  if (typeof given === "string") return given;
  // Not instanceof: an expression from another realm is as good.
  if (Object.prototype.toString.call(given) !== "[object RegExp]")
    return refuse("must be a regular expression, as text or RegExp", given, "pattern");
  const pattern = toRe2(given as RegExp);
  return "says" in pattern ? pattern.says : refuse(pattern.rule, `${given}`, "pattern");
}
