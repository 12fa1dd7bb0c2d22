import { type FilterJson, isJsonObject, type JsonObject, type JsonValue } from "../wire/json.js";

type Variadic = "$and" | "$or" | "$nor";
const VARIADIC: readonly string[] = ["$and", "$or", "$nor"] satisfies Variadic[];

/**
 * Simplifies a filter by the Python SDK's rules, without ever changing what it means, until nothing is left to do:
 * nested `$and`s and `$or`s are flattened, single ones unwrapped, double negations removed, `$not` of `$or` becomes
 * `$nor` and the other way round. Several fields in one object become a `$and`, a bare operand an `$eq`.
 *
 * Python's own simplifier unwraps a `$nor` of one and flattens nested `$nor`s, which turns what they mean around;
 * here they stay (docs/parity.md). Operators that aren't known stay as they are.
 */
export function simplifyFilter(filter: FilterJson): FilterJson {
  const keys = Object.keys(filter);
  if (keys.length === 0) return filter;
  if (keys.length > 1) {
    return simplifyFilter({ $and: keys.map((key) => ({ [key]: filter[key] as JsonValue })) });
  }
  const key = keys[0] as string;
  const operand = filter[key] as JsonValue;
  if (VARIADIC.includes(key)) return simplifyVariadic(key as Variadic, operand, filter);
  if (key === "$not") return simplifyNot(operand, filter);
  if (key.startsWith("$")) return filter;
  return isJsonObject(operand) ? filter : { [key]: { $eq: operand } };
}

function simplifyVariadic(operator: Variadic, operand: JsonValue, filter: FilterJson): FilterJson {
  if (!Array.isArray(operand) || !operand.every(isJsonObject)) return filter;
  const children: FilterJson[] = [];
  for (const given of operand) {
    const child = simplifyFilter(given);
    const nested = only(child, operator);
    if (operator !== "$nor" && nested) children.push(...nested);
    else children.push(child);
  }
  const [first] = children;
  if (children.length !== 1 || !first) return { [operator]: children };
  return operator === "$nor" ? simplifyNot(first, { $not: first }) : first;
}

/** The operands of `operator`, where the filter is nothing but that. */
function only(filter: FilterJson, operator: Variadic): readonly FilterJson[] | undefined {
  const operands = filter[operator];
  return Array.isArray(operands) && operands.every(isJsonObject) ? operands : undefined;
}

function simplifyNot(operand: JsonValue, filter: FilterJson): FilterJson {
  if (!isJsonObject(operand)) return filter;
  const inverted = invert(operand);
  if (inverted) return inverted;
  const inner = simplifyFilter(operand);
  // What is inside may have come down to something that can be inverted after all.
  return invert(inner) ?? { $not: inner };
}

/** The opposite of `filter` without a `$not`, where there is one. Its operands are taken as they are, as in Python. */
function invert(filter: FilterJson): FilterJson | undefined {
  if (Object.keys(filter).length !== 1) return undefined;
  if (isJsonObject(filter.$not)) return simplifyFilter(filter.$not);
  const either = only(filter, "$or");
  if (either) return simplifyVariadic("$nor", either, filter);
  const neither = only(filter, "$nor");
  return neither && simplifyVariadic("$or", neither, filter);
}

/** A run filter as run events need it: a `$and` outermost. */
export function wrapRunFilter(filter: FilterJson): JsonObject {
  return wrapIn("$and", simplifyFilter(filter));
}

/** A filter as artifact events need it: `{"$or":[{"$and":[…]}]}`. */
export function wrapArtifactFilter(filter: FilterJson): JsonObject {
  return wrapIn("$or", wrapIn("$and", simplifyFilter(filter)));
}

function wrapIn(operator: Variadic, filter: FilterJson): JsonObject {
  return only(filter, operator) ? filter : { [operator]: [filter] };
}
