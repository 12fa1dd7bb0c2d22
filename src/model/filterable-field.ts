import { ValidationError, type ValidationIssue } from "../errors/index.js";
import type { JsonValue } from "../wire/json.js";
import { FilterExpression } from "./filter-expression.js";
import { describeValue } from "./validate-input.js";

/** What a field can be compared with. */
export type Scalar = string | number | boolean;

/**
 * A field that filters can look at: `RunEvent.name`, `ArtifactEvent.alias`, `RunEvent.field("config.lr")`.
 * Every method gives a {@link FilterExpression}; operators are spelled as in Python, as methods.
 *
 * @example
 * ```ts
 * import { RunEvent } from "wandb-automations";
 *
 * const slowRuns = RunEvent.field("config.lr").lt(0.001);
 * const named = RunEvent.name.matchesRegex("^prod-[0-9]+$");
 * console.log(`${slowRuns.and(named)}`);
 * ```
 */
export class FilterableField {
  /** The field as the server calls it; dots walk into objects. */
  readonly field: string;

  constructor(field: string) {
    if (typeof field !== "string" || field === "" || field.startsWith("$")) {
      throw new ValidationError("FilterableField", [
        {
          code: "invalid_field",
          path: ["field"],
          message: `must be a field such as "config.lr", not empty and not starting with $, got ${describeValue(field)}`,
        },
      ]);
    }
    this.field = field;
    Object.freeze(this);
  }

  /** Equal to `value`. Never across types: `1` isn't `"1"`. */
  eq(value: Scalar | readonly Scalar[]): FilterExpression {
    return this.#on("$eq", scalarOrList(value));
  }
  /** Not equal to `value`; true for a field that is missing. */
  ne(value: Scalar | readonly Scalar[]): FilterExpression {
    return this.#on("$ne", scalarOrList(value));
  }
  /** Less than `value`: numbers with numbers, strings with strings. */
  lt(value: Scalar): FilterExpression {
    return this.#on("$lt", scalar(value));
  }
  /** Greater than `value`: numbers with numbers, strings with strings. */
  gt(value: Scalar): FilterExpression {
    return this.#on("$gt", scalar(value));
  }
  /** At most `value`: numbers with numbers, strings with strings. */
  lte(value: Scalar): FilterExpression {
    return this.#on("$lte", scalar(value));
  }
  /** At least `value`: numbers with numbers, strings with strings. */
  gte(value: Scalar): FilterExpression {
    return this.#on("$gte", scalar(value));
  }
  /** Equal to one of `values`. */
  in(values: Iterable<Scalar>): FilterExpression {
    return this.#on("$in", list(values));
  }
  /** Equal to none of `values`; true for a field that is missing. */
  notIn(values: Iterable<Scalar>): FilterExpression {
    return this.#on("$nin", list(values));
  }
  /** Text that holds `text`. */
  contains(text: string): FilterExpression {
    return this.#on("$contains", string(text));
  }
  /** Text that `pattern` matches somewhere (RE2 syntax: no lookaround, no backreferences). */
  matchesRegex(pattern: string | RegExp): FilterExpression {
    return this.#on("$regex", regex(pattern));
  }
  /** There, or with `false` missing. */
  exists(exists = true): FilterExpression {
    return this.#on("$exists", boolean(exists));
  }
  /** A list of `length` items. */
  size(length: number): FilterExpression {
    return this.#on("$size", count(length));
  }
  /** A list that holds every one of `values`. */
  all(values: Iterable<Scalar>): FilterExpression {
    return this.#on("$all", list(values));
  }

  toString(): string {
    return this.field;
  }

  #on(operator: string, operand: JsonValue): FilterExpression {
    return new FilterExpression({ [this.field]: { [operator]: operand } });
  }
}

function refuse(expected: string, given: unknown, path: readonly (string | number)[] = ["value"]): never {
  const issue: ValidationIssue = {
    code: "invalid_operand",
    path,
    message: `must be ${expected}, got ${describeValue(given)}`,
  };
  throw new ValidationError("Filter", [issue]);
}

const isScalar = (value: unknown): value is Scalar =>
  typeof value === "string" ||
  typeof value === "boolean" ||
  (typeof value === "number" && Number.isFinite(value));

function scalar(value: unknown, path?: readonly (string | number)[]): Scalar {
  return isScalar(value) ? value : refuse("a string, a finite number or a boolean", value, path);
}

function scalarOrList(value: unknown): JsonValue {
  return Array.isArray(value) ? list(value) : scalar(value);
}

function list(values: unknown): Scalar[] {
  // A string is iterable too, and its letters are never what was meant.
  if (typeof values === "string" || typeof (values as Iterable<unknown>)?.[Symbol.iterator] !== "function") {
    return refuse("a list of strings, finite numbers or booleans", values, ["values"]);
  }
  return Array.from(values as Iterable<unknown>, (value, i) => scalar(value, ["values", i]));
}

function string(value: unknown): string {
  return typeof value === "string" ? value : refuse("a string", value);
}

function regex(value: unknown): string {
  if (typeof value === "string") return value;
  if (!(value instanceof RegExp))
    return refuse("a regular expression, as text or RegExp", value, ["pattern"]);
  // RE2 knows i, m and s as inline flags; the others change nothing about whether there is a match, or can't be said.
  const unsayable = value.flags.replace(/[imsgu]/g, "");
  if (unsayable !== "")
    return refuse("a regular expression with no flags but i, m, s, g and u", `${value}`, ["pattern"]);
  const flags = value.flags.replace(/[^ims]/g, "");
  return flags === "" ? value.source : `(?${flags})${value.source}`;
}

function boolean(value: unknown): boolean {
  return typeof value === "boolean" ? value : refuse("true or false", value);
}

function count(value: unknown): number {
  return Number.isInteger(value) && (value as number) >= 0
    ? (value as number)
    : refuse("a whole number, at least 0", value, ["length"]);
}
