import { isJsonObject } from "../../wire/json.js";

/** Deeper filters are refused: no builder makes them, and walking them must stay cheap. */
const MAX_DEPTH = 32;

const shown = (value: unknown) => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

const isArray = (value: unknown) => (Array.isArray(value) ? undefined : "a list");
const OPERANDS: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  $in: isArray,
  $nin: isArray,
  $all: isArray,
  $exists: (value) => (typeof value === "boolean" ? undefined : "true or false"),
  $regex: (value) => (typeof value === "string" ? undefined : "a string"),
  $contains: (value) => (typeof value === "string" ? undefined : "a string"),
  $size: (value) => (Number.isInteger(value) ? undefined : "an integer"),
};

/**
 * Says what is wrong with a Mongo-like filter, or `undefined` where nothing is. Operators that aren't known are let
 * through: they are kept as they are, and are an error only when they have to be evaluated.
 */
export function mongoFilterProblem(filter: unknown, path: string, depth = 0): string | undefined {
  if (depth > MAX_DEPTH) return `${path} is nested more than ${MAX_DEPTH} deep`;
  if (!isJsonObject(filter)) return `${path} must be an object, got ${shown(filter)}`;
  for (const [key, value] of Object.entries(filter)) {
    const problem = key.startsWith("$")
      ? operatorProblem(key, value, `${path}.${key}`, depth)
      : isJsonObject(value)
        ? mongoFilterProblem(value, `${path}.${key}`, depth + 1)
        : undefined;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function operatorProblem(operator: string, value: unknown, path: string, depth: number): string | undefined {
  if (operator === "$and" || operator === "$or" || operator === "$nor") {
    if (!Array.isArray(value)) return `${path} must be a list of filters, got ${shown(value)}`;
    for (const [i, part] of value.entries()) {
      const problem = mongoFilterProblem(part, `${path}[${i}]`, depth + 1);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  if (operator === "$not") return mongoFilterProblem(value, path, depth + 1);
  const wanted = OPERANDS[operator]?.(value);
  return wanted === undefined ? undefined : `${path} must be ${wanted}, got ${shown(value)}`;
}

/** Parses JSON text that has to hold an object; `undefined` where it doesn't. */
export function parseJsonObject(text: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof text !== "string") return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
