import { EvaluationError } from "../../errors/index.js";
import { isJsonObject } from "../../wire/json.js";
import type { Dialect } from "../dialect.js";

const ORDER: ReadonlyMap<string, string> = new Map([
  ["$lt", "<"],
  ["$lte", "<="],
  ["$gt", ">"],
  ["$gte", ">="],
]);

/** A test of one value by an operator other than those of equality; null or false where it doesn't pass. */
export function valueTest(operator: string, value: string, operand: unknown, d: Dialect): string {
  const { json } = d;
  const order = ORDER.get(operator);
  if (order !== undefined) return ordered(order, value, operand, d);
  switch (operator) {
    case "$contains":
      return onText(value, (text) => d.contains(text, String(operand)), d);
    case "$regex":
      return onText(value, (text) => d.matches(text, String(operand)), d);
    case "$size":
      return `CASE WHEN ${json.isList(value)} THEN ${json.length(value)} = ${d.double(Number(operand))} END`;
    case "$all": {
      const has = (one: unknown) =>
        `${d.size(d.keep(json.items(value), "element", `coalesce(${valueEquals("element", one, d)}, FALSE)`))} > 0`;
      const all = (operand as readonly unknown[]).map(has);
      return `CASE WHEN ${json.isList(value)} THEN ${all.length === 0 ? "TRUE" : all.join(" AND ")} END`;
    }
    default:
      throw new EvaluationError(`The filter operator ${operator} can't be said in SQL for ${d.title}.`);
  }
}

/** Equality that never crosses types. */
export function valueEquals(value: string, operand: unknown, d: Dialect): string {
  const { json } = d;
  if (operand === null) return json.isNull(value);
  if (typeof operand === "number") {
    return `CASE WHEN ${json.isNumber(value)} THEN ${json.number(value)} = ${d.double(operand)} END`;
  }
  if (typeof operand === "string") return onText(value, (text) => `${text} = ${d.text(operand)}`, d);
  if (typeof operand === "boolean") {
    return `CASE WHEN ${json.isBoolean(value)} THEN ${json.boolean(value)} = ${operand ? "TRUE" : "FALSE"} END`;
  }
  if (Array.isArray(operand)) {
    const items = operand.map((one, i) => valueEquals(d.item(json.items(value), i + 1), one, d));
    const same = [`${json.length(value)} = ${operand.length}`, ...items].join(" AND ");
    return operand.length === 0
      ? `CASE WHEN ${json.isList(value)} THEN ${same} END`
      : `CASE WHEN ${json.isList(value)} THEN CASE WHEN ${json.length(value)} = ${operand.length} THEN ${items.join(" AND ")} END END`;
  }
  if (isJsonObject(operand)) {
    const entries = Object.entries(operand).map(([key, one]) => valueEquals(json.member(value, key), one, d));
    const same = [`${json.keyCount(value)} = ${entries.length}`, ...entries].join(" AND ");
    return `CASE WHEN ${json.isObject(value)} THEN ${same} END`;
  }
  throw new EvaluationError(`A value of type ${typeof operand} can't be compared in SQL.`);
}

function ordered(order: string, value: string, operand: unknown, d: Dialect): string {
  const { json } = d;
  if (typeof operand === "string") return onText(value, (text) => `${text} ${order} ${d.text(operand)}`, d);
  if (typeof operand !== "number") return "FALSE";
  const number = json.number(value);
  // NaN would be greater than everything.
  return `CASE WHEN ${json.isNumber(value)} THEN ${number} ${order} ${d.double(operand)} AND NOT isnan(${number}) END`;
}

function onText(value: string, test: (text: string) => string, { json }: Dialect): string {
  return `CASE WHEN ${json.isText(value)} THEN ${test(json.text(value))} END`;
}
