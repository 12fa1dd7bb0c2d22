import type { FilterInput } from "../model/filter-expression.js";
import { type ListOperator, toFilterJson } from "../model/filter-json.js";
import { type FilterJson, isJsonObject, type JsonObject, type JsonValue } from "../wire/json.js";

/**
 * Simplifies a filter by the Python SDK's rules, without ever changing what it means, until nothing is left to do:
 * nested `$and`s and `$or`s are flattened, single ones unwrapped, double negations removed, `$not` of `$or` becomes
 * `$nor` and the other way round. Several fields in one object become a `$and`, a bare operand an `$eq`.
 *
 * Python's own simplifier unwraps a `$nor` of one and flattens nested `$nor`s, which turns what they mean around;
 * here they stay (docs/parity.md). Operators that aren't known stay as they are.
 *
 * @throws ValidationError when it isn't a filter, or is nested too deep or too large.
 * @example
 * ```ts
 * import { simplifyFilter } from "wandb-automations";
 *
 * const simple = simplifyFilter({ $and: [{ alias: "prod" }, { $and: [{ $not: { $not: { tag: "v1" } } }] }] });
 * console.log(JSON.stringify(simple)); // {"$and":[{"alias":{"$eq":"prod"}},{"tag":{"$eq":"v1"}}]}
 * ```
 */
export function simplifyFilter(filter: FilterInput): FilterJson {
  // Python makes a pass whenever it validates the filter again, and in the end has made enough of them.
  let simplified = normalize(toFilterJson(filter));
  for (;;) {
    const further = simplifyOnce(simplified);
    if (further === simplified) return simplified;
    simplified = further;
  }
}

const isListOperator = (key: string): key is ListOperator =>
  key === "$and" || key === "$or" || key === "$nor";

/** The one operator or field of a normalized filter, and what it is applied to. */
function only(filter: FilterJson): readonly [key: string, operand: JsonValue | undefined] {
  const [key = ""] = Object.keys(filter);
  return [key, filter[key]];
}

/** The operands of `operator`, where the filter is nothing but that. */
function operandsOf(filter: FilterJson, operator: ListOperator): readonly FilterJson[] | undefined {
  const [key, operand] = only(filter);
  return key === operator ? (operand as readonly FilterJson[]) : undefined;
}

/** Every object with one key, every field with an operator. */
function normalize(filter: FilterJson): FilterJson {
  const keys = Object.keys(filter);
  if (keys.length > 1) return { $and: keys.map((key) => normalize({ [key]: filter[key] as JsonValue })) };
  const [key, operand] = only(filter);
  if (isListOperator(key)) return { [key]: (operand as readonly FilterJson[]).map(normalize) };
  if (key === "$not") return { $not: normalize(operand as FilterJson) };
  if (key.startsWith("$") || operand === undefined || isJsonObject(operand)) return filter;
  return { [key]: { $eq: operand } };
}

/** One pass. Gives the same object where nothing is left to do. */
function simplifyOnce(filter: FilterJson): FilterJson {
  const [key, operand] = only(filter);
  if (isListOperator(key)) return simplifyList(key, operand as readonly FilterJson[], filter);
  return key === "$not" ? simplifyNot(operand as FilterJson, filter) : filter;
}

function simplifyList(
  operator: ListOperator,
  operands: readonly FilterJson[],
  filter: FilterJson,
): FilterJson {
  const flat = operator === "$nor" ? operands : operands.flatMap((operand) => flatten(operand, operator));
  const simplified = flat.map(simplifyOnce);
  const [first] = simplified;
  if (first && simplified.length === 1) return operator === "$nor" ? { $not: first } : first;
  const isSame =
    simplified.length === operands.length && simplified.every((operand, i) => operand === operands[i]);
  return isSame ? filter : { [operator]: simplified };
}

function flatten(filter: FilterJson, operator: ListOperator): readonly FilterJson[] {
  return operandsOf(filter, operator)?.flatMap((operand) => flatten(operand, operator)) ?? [filter];
}

function simplifyNot(operand: FilterJson, filter: FilterJson): FilterJson {
  const [key, inner] = only(operand);
  if (key === "$not") return simplifyOnce(inner as FilterJson);
  if (key === "$or") return simplifyOnce({ $nor: inner as readonly FilterJson[] });
  if (key === "$nor") return simplifyOnce({ $or: inner as readonly FilterJson[] });
  const simplified = simplifyOnce(operand);
  return simplified === operand ? filter : { $not: simplified };
}

/** A run filter as run events need it: a `$and` outermost. */
export function wrapRunFilter(filter: FilterInput): JsonObject {
  return wrapIn("$and", simplifyFilter(filter));
}

/** A filter as artifact events need it: `{"$or":[{"$and":[…]}]}`. */
export function wrapArtifactFilter(filter: FilterInput): JsonObject {
  return wrapIn("$or", wrapIn("$and", simplifyFilter(filter)));
}

function wrapIn(operator: ListOperator, filter: FilterJson): JsonObject {
  return operandsOf(filter, operator) ? filter : { [operator]: [filter] };
}
