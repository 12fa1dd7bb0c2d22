import { simplifyFilter } from "../../compile/simplify-filter.js";
import type { FilterExpression } from "../../model/filter-expression.js";
import { type FilterJson, isJsonObject, type JsonValue } from "../../wire/json.js";
import { type Code, callCode } from "./code.js";
import type { Imports } from "./imports.js";
import { jsonCode, textCode } from "./literal-code.js";

/** What the fields of a filter belong to. */
export type FilterSubject = "run" | "artifact";

type IsOperand = (value: JsonValue) => boolean;
const isScalar: IsOperand = (value) => ["string", "number", "boolean"].includes(typeof value);
const isList: IsOperand = (value) => Array.isArray(value) && value.every(isScalar);
const isText: IsOperand = (value) => typeof value === "string";

/** The method that makes an operator, and what it takes. */
const METHODS: Readonly<Record<string, readonly [method: string, takes: IsOperand]>> = {
  $eq: ["eq", (value) => isScalar(value) || isList(value)],
  $ne: ["ne", (value) => isScalar(value) || isList(value)],
  $lt: ["lt", isScalar],
  $lte: ["lte", isScalar],
  $gt: ["gt", isScalar],
  $gte: ["gte", isScalar],
  $in: ["in", isList],
  $nin: ["notIn", isList],
  $all: ["all", isList],
  $contains: ["contains", isText],
  $regex: ["matchesRegex", isText],
  $exists: ["exists", (value) => typeof value === "boolean"],
  $size: ["size", (value) => Number.isSafeInteger(value) && (value as number) >= 0],
};
const COMBINERS: Readonly<Record<string, string>> = { $and: "and", $or: "or", $nor: "nor" };
const KNOWN_FIELDS: Readonly<Record<FilterSubject, Readonly<Record<string, string>>>> = {
  run: { display_name: "RunEvent.name", username: "RunEvent.user" },
  artifact: { alias: "ArtifactEvent.alias", tag: "ArtifactEvent.tag" },
};

/** A filter as the builders people would write; undefined for one that admits everything. */
export function filterCode(
  filter: FilterExpression,
  subject: FilterSubject,
  imports: Imports,
): Code | undefined {
  const simple = simplifyFilter(filter);
  const [key, ...more] = Object.keys(simple);
  if (key === "$and" && more.length === 0) {
    const operands = simple.$and as readonly FilterJson[];
    if (operands.length === 0) return undefined;
  }
  return expressionCode(simple, subject, imports);
}

function expressionCode(filter: FilterJson, subject: FilterSubject, imports: Imports): Code {
  const [key = "", ...more] = Object.keys(filter);
  const operand = Object.hasOwn(filter, key) ? filter[key] : undefined;
  if (more.length > 0 || operand === undefined) return jsonCode(filter);
  const combiner = Object.hasOwn(COMBINERS, key) ? COMBINERS[key] : undefined;
  if (combiner !== undefined) {
    const operands = (operand as readonly FilterJson[]).map((each) => expressionCode(each, subject, imports));
    return callCode(imports.use(combiner), operands);
  }
  if (key === "$not")
    return callCode(imports.use("not"), [expressionCode(operand as FilterJson, subject, imports)]);
  return conditionCode(key, operand, subject, imports) ?? jsonCode(filter);
}

/** `RunEvent.name.contains("prod")`; undefined for what no method makes. */
function conditionCode(
  field: string,
  condition: JsonValue,
  subject: FilterSubject,
  imports: Imports,
): Code | undefined {
  if (field === "" || field.startsWith("$") || !isJsonObject(condition)) return undefined;
  const [operator = "", ...more] = Object.keys(condition);
  const [method, takes] = Object.hasOwn(METHODS, operator) ? (METHODS[operator] ?? []) : [];
  const operand = condition[operator];
  if (more.length > 0 || !method || !takes || operand === undefined || !takes(operand)) return undefined;
  const known = KNOWN_FIELDS[subject];
  const named = Object.hasOwn(known, field) ? known[field] : undefined;
  if (named === undefined && subject === "artifact") return undefined;
  imports.use(subject === "run" ? "RunEvent" : "ArtifactEvent");
  const start = named ?? `RunEvent.field(${textCode(field)})`;
  return callCode(`${start}.${method}`, [jsonCode(operand)]);
}
