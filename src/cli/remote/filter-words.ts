import type { FilterJson, JsonValue } from "../../wire/json.js";
import { isJsonObject } from "../../wire/json.js";

const OPERATORS: Readonly<Record<string, string>> = {
  $eq: "is",
  $ne: "is not",
  $gt: ">",
  $gte: ">=",
  $lt: "<",
  $lte: "<=",
  $in: "is one of",
  $nin: "is none of",
  $contains: "contains",
  $regex: "matches",
  $all: "has all of",
  $size: "has as many values as",
};

/**
 * A run filter, or that of an artifact event, in words: `display_name contains "prod" and config.lr > 0.1`. Undefined
 * for one that admits everything.
 */
export function filterInWords(filter: FilterJson): string | undefined {
  const words = clause(filter, "top");
  return words === "" ? undefined : words;
}

type Joint = "and" | "or";
/** What clauses stand in; at the top nothing needs brackets. */
type Around = Joint | "top";

/** What a filter asks for; empty where it asks for nothing. `around` is what it is joined by from outside. */
function clause(filter: JsonValue, around: Around): string {
  if (!isJsonObject(filter)) return JSON.stringify(filter);
  const parts = Object.entries(filter).map(([key, value]) =>
    member(key, value, Object.keys(filter).length > 1 ? "and" : around),
  );
  return joined(parts, "and", around);
}

function member(key: string, value: JsonValue, around: Around): string {
  const clauses = Array.isArray(value) ? value : [value];
  switch (key) {
    case "$and":
      return joined(
        clauses.map((one) => clause(one, "and")),
        "and",
        around,
      );
    case "$or": {
      const all = clauses.map((one) => clause(one, "or"));
      if (all.length === 0) return "never";
      return all.includes("") ? "" : joined(all, "or", around);
    }
    case "$nor":
      return clauses.length === 0
        ? ""
        : negated(
            joined(
              clauses.map((one) => clause(one, "or")),
              "or",
              "or",
            ),
          );
    case "$not":
      return negated(clause(value, "or"));
    default:
      return field(key, value, around);
  }
}

function field(name: string, value: JsonValue, around: Around): string {
  if (!isJsonObject(value)) return `${name} is ${JSON.stringify(value)}`;
  const parts = Object.entries(value).map(([operator, operand]) => {
    if (operator === "$not") return negated(field(name, operand, "or"));
    if (operator === "$exists") return operand === false ? `${name} isn't set` : `${name} is set`;
    return `${name} ${OPERATORS[operator] ?? operator} ${operandText(operand)}`;
  });
  return joined(parts, "and", around);
}

function operandText(operand: JsonValue): string {
  return Array.isArray(operand)
    ? operand.map((one) => JSON.stringify(one)).join(", ")
    : JSON.stringify(operand);
}

function joined(parts: readonly string[], joint: Joint, around: Around): string {
  const said = parts.filter((part) => part !== "");
  const text = said.join(` ${joint} `);
  return said.length > 1 && around !== "top" && joint !== around ? `(${text})` : text;
}

function negated(words: string): string {
  return words === "" ? "never" : `not (${words})`;
}
