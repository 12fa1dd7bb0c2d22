import type { FilterJson } from "../wire/json.js";
import { hasBrand, sealAs } from "./brand.js";
import { combineFilters, negateFilter, toFilterJson } from "./filter-json.js";
import type { RunMetricFilter, RunMetricFilterInput } from "./run-metric-filter.js";
import type { RunStateFilter, RunStateFilterInput } from "./run-state-filter.js";

/**
 * A condition on the fields of a run or of an artifact event, Mongo-like on the wire.
 *
 * Made by `RunEvent.name.contains("prod")`, `ArtifactEvent.alias.eq("prod")` and combined by `.and`, `.or`, `.not`
 * or the functions {@link and}, {@link or}, {@link not}; or of Mongo-like JSON. Immutable. At most 500 levels deep and
 * 100,000 values large (decided): whatever reads it later can count on that.
 *
 * @throws ValidationError when what it is made of isn't a filter.
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

  constructor(filter: FilterInput) {
    this.json = toFilterJson(filter);
    sealAs(this, "filter");
  }

  /** `metric`, only for runs that this admits. */
  and(metric: RunMetricFilterInput): RunMetricFilter;
  /** `state`, only for runs that this admits. */
  and(state: RunStateFilterInput): RunStateFilter;
  /** True where this and every one of `others` is. */
  and(...others: FilterInput[]): FilterExpression;
  and(...others: unknown[]): FilterExpression | RunMetricFilter | RunStateFilter {
    const [first, ...rest] = others;
    if (isCondition(first) && rest.length === 0) return first.and(this);
    return new FilterExpression(combineFilters("$and", [this, ...others], (i) => ["and", i - 1]));
  }

  /** True where this or any one of `others` is. */
  or(...others: FilterInput[]): FilterExpression {
    return new FilterExpression(combineFilters("$or", [this, ...others], (i) => ["or", i - 1]));
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

/** Whether `value` is what an event waits for, which takes run filters by its own `and`. */
function isCondition(value: unknown): value is { and(run: FilterInput): RunMetricFilter | RunStateFilter } {
  return (
    hasBrand(value, "metricFilter") ||
    hasBrand(value, "runMetricFilter") ||
    hasBrand(value, "stateFilter") ||
    hasBrand(value, "runStateFilter")
  );
}

/**
 * True where every one of `filters` is; with none, always true.
 *
 * @throws ValidationError naming everything among them that isn't a filter.
 * @example
 * ```ts
 * import { RunEvent, and } from "wandb-automations";
 *
 * const both = and(RunEvent.name.contains("prod"), RunEvent.field("config.lr").lt(0.1));
 * console.log(`${both}`);
 * ```
 */
export function and(...filters: FilterInput[]): FilterExpression {
  return new FilterExpression(combineFilters("$and", filters, (i) => ["and", i]));
}

/**
 * True where any one of `filters` is; with none, never.
 *
 * @throws ValidationError naming everything among them that isn't a filter.
 * @example
 * ```ts
 * import { ArtifactEvent, or } from "wandb-automations";
 *
 * const either = or(ArtifactEvent.alias.eq("prod"), ArtifactEvent.alias.eq("staging"));
 * console.log(`${either}`);
 * ```
 */
export function or(...filters: FilterInput[]): FilterExpression {
  return new FilterExpression(combineFilters("$or", filters, (i) => ["or", i]));
}

/**
 * True where none of `filters` is; with none, always true.
 *
 * @throws ValidationError naming everything among them that isn't a filter.
 * @example
 * ```ts
 * import { ArtifactEvent, nor } from "wandb-automations";
 *
 * const neither = nor(ArtifactEvent.tag.eq("test"), ArtifactEvent.tag.eq("draft"));
 * console.log(`${neither}`);
 * ```
 */
export function nor(...filters: FilterInput[]): FilterExpression {
  return new FilterExpression(combineFilters("$nor", filters, (i) => ["nor", i]));
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
  return new FilterExpression(negateFilter(filter, ["not"]));
}
