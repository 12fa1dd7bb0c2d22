import { ValidationError } from "../errors/index.js";
import type { JsonValue } from "../wire/json.js";
import { describeValue } from "./describe-value.js";
import { FilterExpression } from "./filter-expression.js";
import {
  readCount,
  readFlag,
  readList,
  readPattern,
  readScalar,
  readScalarOrList,
  readText,
  type Scalar,
} from "./filter-operand.js";

/**
 * A field that filters can look at: `RunEvent.name`, `ArtifactEvent.alias`, `RunEvent.field("config.lr")`.
 * Every method gives a {@link FilterExpression}; operators are spelled as in Python, as methods.
 *
 * @throws ValidationError from every method whose operand can't be one.
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
    return this.#on("$eq", readScalarOrList(value));
  }
  /** Not equal to `value`; true for a field that is missing. */
  ne(value: Scalar | readonly Scalar[]): FilterExpression {
    return this.#on("$ne", readScalarOrList(value));
  }
  /** Less than `value`: numbers with numbers, strings with strings. */
  lt(value: Scalar): FilterExpression {
    return this.#on("$lt", readScalar(value));
  }
  /** Greater than `value`: numbers with numbers, strings with strings. */
  gt(value: Scalar): FilterExpression {
    return this.#on("$gt", readScalar(value));
  }
  /** At most `value`: numbers with numbers, strings with strings. */
  lte(value: Scalar): FilterExpression {
    return this.#on("$lte", readScalar(value));
  }
  /** At least `value`: numbers with numbers, strings with strings. */
  gte(value: Scalar): FilterExpression {
    return this.#on("$gte", readScalar(value));
  }
  /** Equal to one of `values`. */
  in(values: Iterable<Scalar>): FilterExpression {
    return this.#on("$in", readList(values));
  }
  /** Equal to none of `values`; true for a field that is missing. */
  notIn(values: Iterable<Scalar>): FilterExpression {
    return this.#on("$nin", readList(values));
  }
  /** Text that holds `text`. */
  contains(text: string): FilterExpression {
    return this.#on("$contains", readText(text));
  }
  /** Text that `pattern` matches somewhere (RE2 syntax: no lookaround, no backreferences). */
  matchesRegex(pattern: string | RegExp): FilterExpression {
    return this.#on("$regex", readPattern(pattern));
  }
  /** There, or with `false` missing. */
  exists(exists = true): FilterExpression {
    return this.#on("$exists", readFlag(exists));
  }
  /** A list of `length` items. */
  size(length: number): FilterExpression {
    return this.#on("$size", readCount(length));
  }
  /** A list that holds every one of `values`. */
  all(values: Iterable<Scalar>): FilterExpression {
    return this.#on("$all", readList(values));
  }

  toString(): string {
    return this.field;
  }

  #on(operator: string, operand: JsonValue): FilterExpression {
    return new FilterExpression({ [this.field]: { [operator]: operand } });
  }
}
