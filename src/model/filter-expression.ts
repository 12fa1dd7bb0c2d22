import { ValidationError } from "../errors/index.js";
import type { FilterJson } from "../wire/json.js";
import { BRAND, hasBrand } from "./brand.js";
import { findNonJson, isPlainObject } from "./non-json.js";
import { describeValue } from "./validate-input.js";

/**
 * A condition on the fields of a run or of an artifact event, Mongo-like on the wire.
 *
 * Made by `RunEvent.name.contains("prod")`, `ArtifactEvent.alias.eq("prod")` and combined by `.and`, `.or`, `.not`
 * or the functions {@link and}, {@link or}, {@link not}. Immutable.
 *
 * @example
 * ```ts
 * import { RunEvent, not } from "wandb-automations";
 *
 * const filter = RunEvent.name.contains("prod").and(not(RunEvent.user.eq("ci-bot")));
 * console.log(JSON.stringify(filter));
 * ```
 */
export class FilterExpression {
  /** The filter as Mongo-like JSON, as it was built: compiling simplifies it. */
  readonly json: FilterJson;

  constructor(json: FilterJson) {
    this.json = Object.freeze(json);
    Object.defineProperty(this, BRAND, { value: "filter" });
    Object.freeze(this);
  }

  /** True where this and every one of `others` is. */
  and(...others: FilterInput[]): FilterExpression {
    return and(this, ...others);
  }

  /** True where this or any one of `others` is. */
  or(...others: FilterInput[]): FilterExpression {
    return or(this, ...others);
  }

  /** True where this isn't. */
  not(): FilterExpression {
    return not(this);
  }

  toJSON(): FilterJson {
    return this.json;
  }

  toString(): string {
    return JSON.stringify(this.json);
  }
}

/** A filter, or its Mongo-like JSON: `{ alias: "prod" }` and `{ alias: { $eq: "prod" } }` mean the same. */
export type FilterInput = FilterExpression | FilterJson;

/**
 * Reads a filter given as an expression or as Mongo-like JSON.
 *
 * @throws ValidationError when it is neither.
 */
export function toFilterJson(input: unknown, path: readonly (string | number)[] = ["filter"]): FilterJson {
  if (hasBrand(input, "filter")) return (input as FilterExpression).json;
  if (isPlainObject(input)) {
    const problem = findNonJson(input);
    if (!problem) return input as FilterJson;
    throw new ValidationError("Filter", [
      { code: "not_json", path: [...path, ...problem.path], message: problem.message },
    ]);
  }
  throw new ValidationError("Filter", [
    {
      code: "invalid_filter",
      path,
      message: `must be a filter such as RunEvent.name.contains("prod") or Mongo-like JSON, got ${describeValue(input)}`,
    },
  ]);
}

/**
 * True where every one of `filters` is; with none, always true.
 *
 * @throws ValidationError when one isn't a filter.
 * @example
 * ```ts
 * import { RunEvent, and } from "wandb-automations";
 *
 * const both = and(RunEvent.name.contains("prod"), RunEvent.field("config.lr").lt(0.1));
 * console.log(`${both}`);
 * ```
 */
export function and(...filters: FilterInput[]): FilterExpression {
  return new FilterExpression({ $and: filters.map((filter, i) => toFilterJson(filter, ["and", i])) });
}

/**
 * True where any one of `filters` is; with none, never.
 *
 * @throws ValidationError when one isn't a filter.
 * @example
 * ```ts
 * import { ArtifactEvent, or } from "wandb-automations";
 *
 * const either = or(ArtifactEvent.alias.eq("prod"), ArtifactEvent.alias.eq("staging"));
 * console.log(`${either}`);
 * ```
 */
export function or(...filters: FilterInput[]): FilterExpression {
  return new FilterExpression({ $or: filters.map((filter, i) => toFilterJson(filter, ["or", i])) });
}

/**
 * True where none of `filters` is; with none, always true.
 *
 * @throws ValidationError when one isn't a filter.
 * @example
 * ```ts
 * import { ArtifactEvent, nor } from "wandb-automations";
 *
 * const neither = nor(ArtifactEvent.tag.eq("test"), ArtifactEvent.tag.eq("draft"));
 * console.log(`${neither}`);
 * ```
 */
export function nor(...filters: FilterInput[]): FilterExpression {
  return new FilterExpression({ $nor: filters.map((filter, i) => toFilterJson(filter, ["nor", i])) });
}

/**
 * True where `filter` isn't.
 *
 * @throws ValidationError when it isn't a filter.
 * @example
 * ```ts
 * import { RunEvent, not } from "wandb-automations";
 *
 * const others = not(RunEvent.user.eq("ci-bot"));
 * console.log(`${others}`);
 * ```
 */
export function not(filter: FilterInput): FilterExpression {
  return new FilterExpression({ $not: toFilterJson(filter, ["not"]) });
}
