import { isValidationError, ValidationError, type ValidationIssue } from "../errors/index.js";
import { type FilterJson, isJsonObject, type JsonValue } from "../wire/json.js";
import { hasBrand } from "./brand.js";
import { describeValue } from "./describe-value.js";
import { type JsonMeasure, measureJson, readJson, tooLarge } from "./json-input.js";
import { isPlainObject } from "./plain-object.js";

type Path = readonly (string | number)[];
/** The operators that take a list of filters. */
export type ListOperator = "$and" | "$or" | "$nor";
const LIST_OPERATORS: readonly string[] = ["$and", "$or", "$nor"] satisfies ListOperator[];

/** From this depth on a filter that is built up in a loop grows wider, up to that many operands, before it grows deeper. */
const DEEP = 100;
const WIDE = 256;

/** Filters that were checked and combined, and how large they are: building on one costs no second look at all of it. */
const measured = new WeakMap<FilterJson, JsonMeasure>();

/**
 * Reads a filter given as an expression or as Mongo-like JSON: a frozen copy of it.
 *
 * Operators that aren't known may hold anything. Those that combine filters must be given filters.
 *
 * @throws ValidationError when it is neither, or nested too deep or too large.
 */
export function toFilterJson(input: unknown, path: Path = ["filter"]): FilterJson {
  // What is in an expression was read when that was made.
  if (hasBrand(input, "filter")) return (input as { readonly json: FilterJson }).json;
  if (!isPlainObject(input)) {
    const message = `must be a filter such as RunEvent.name.contains("prod") or Mongo-like JSON, got ${describeValue(input)}`;
    throw new ValidationError("Filter", [{ code: "invalid_filter", path, message }]);
  }
  if (measured.has(input as FilterJson)) return input as FilterJson;
  const read = readJson(input, path);
  if ("issues" in read) throw new ValidationError("Filter", read.issues);
  const filter = read.value as FilterJson;
  const issues = operandIssues(filter, path);
  if (issues.length > 0) throw new ValidationError("Filter", issues);
  return filter;
}

/** What is wrong with the operands of `$and`, `$or`, `$nor` and `$not`, wherever a filter stands. */
function operandIssues(filter: FilterJson, path: Path): ValidationIssue[] {
  return Object.keys(filter).flatMap((key) => {
    const isList = LIST_OPERATORS.includes(key);
    if (!isList && key !== "$not") return [];
    const operand = filter[key];
    const at = [...path, key];
    if (!isList) {
      return isJsonObject(operand) ? operandIssues(operand, at) : refused(at, "must be a filter", operand);
    }
    if (!Array.isArray(operand)) return refused(at, "must be a list of filters", operand);
    return operand.flatMap((item: JsonValue, i) => {
      return isJsonObject(item)
        ? operandIssues(item, [...at, i])
        : refused([...at, i], "must be a filter", item);
    });
  });
}

function refused(path: Path, rule: string, given: unknown): ValidationIssue[] {
  return [{ code: "invalid_filter", path, message: `${rule}, got ${describeValue(given)}` }];
}

/** What may take the filter's place under the same operator without changing what that means. */
function splice(filter: FilterJson, operator: ListOperator): readonly FilterJson[] | undefined {
  const [key, ...more] = Object.keys(filter);
  if (operator === "$nor" || key !== operator || more.length > 0) return undefined;
  const operands = filter[operator] as readonly FilterJson[];
  return operands.length < WIDE ? operands : undefined;
}

/**
 * `filters` under one operator, as they are: simplifying comes later, and Python's result depends on how a filter was
 * put together. Only a deep `$and` becomes part of a new `$and` instead of a level of its own, and so for `$or`: a
 * filter built up in a loop must not become as deep as the loop is long.
 *
 * @param pathOf where the filter of that number stands.
 * @throws ValidationError naming everything among them that isn't a filter.
 */
export function combineFilters(
  operator: ListOperator,
  filters: readonly unknown[],
  pathOf: (index: number) => Path,
): FilterJson {
  const issues: ValidationIssue[] = [];
  const operands: FilterJson[] = [];
  let depth = 0;
  let values = 2;
  for (const [i, given] of filters.entries()) {
    try {
      const filter = toFilterJson(given, pathOf(i));
      const size = measureOf(filter);
      const inner = size.depth >= DEEP ? splice(filter, operator) : undefined;
      operands.push(...(inner ?? [filter]));
      depth = Math.max(depth, inner ? size.depth - 2 : size.depth);
      values += inner ? size.values - 2 : size.values;
    } catch (error) {
      if (!isValidationError(error)) throw error;
      issues.push(...error.issues);
    }
  }
  if (issues.length > 0) throw new ValidationError("Filter", issues);
  return remember({ [operator]: Object.freeze(operands) }, { depth: depth + 2, values });
}

/**
 * The opposite of `filter`: what is under a `$not` comes out again.
 *
 * @throws ValidationError when it isn't a filter.
 */
export function negateFilter(given: unknown, path: Path): FilterJson {
  const filter = toFilterJson(given, path);
  const { depth, values } = measureOf(filter);
  if (Object.keys(filter).length === 1 && filter.$not !== undefined) {
    return remember(filter.$not as FilterJson, { depth: depth - 1, values: values - 1 });
  }
  return remember({ $not: filter }, { depth: depth + 1, values: values + 1 });
}

function measureOf(filter: FilterJson): JsonMeasure {
  const known = measured.get(filter);
  if (known) return known;
  const measure = measureJson(filter);
  measured.set(filter, measure);
  return measure;
}

function remember(filter: FilterJson, measure: JsonMeasure): FilterJson {
  const message = tooLarge(measure);
  if (message !== undefined)
    throw new ValidationError("Filter", [{ code: "too_large", path: ["filter"], message }]);
  measured.set(Object.freeze(filter), measure);
  return filter;
}
