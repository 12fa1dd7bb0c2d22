import { isAutomationsError } from "../../errors/index.js";
import { compileFilter } from "../../evaluate/filter/compile-filter.js";
import { matches } from "../../evaluate/filter/filter-program.js";
import { type FieldReader, MISSING } from "../../evaluate/filter/filter-value.js";
import { readPath } from "../../evaluate/filter/run-fields.js";
import { mongoFilterProblem, parseJsonObject } from "../automations/check-mongo-filter.js";
import { badRequest } from "./api-error.js";
import type { Ordering, SortKey } from "./connection.js";

/** The records that a `filters` argument (a Mongo-like filter in a JSON string, or null) lets through. */
export function filteredBy<T>(
  records: readonly T[],
  filters: string | null | undefined,
  readerOf: (record: T) => FieldReader,
): readonly T[] {
  if (filters === null || filters === undefined || filters === "") return records;
  const json = parseJsonObject(filters);
  const problem = json === undefined ? "it must be a JSON object" : mongoFilterProblem(json, "filters");
  if (problem !== undefined) throw badRequest(`invalid filters ${JSON.stringify(filters)}: ${problem}`);
  try {
    const program = compileFilter(json);
    return records.filter((record) => matches(program, readerOf(record)));
  } catch (error) {
    if (isAutomationsError(error)) throw badRequest(`invalid filters: ${error.message}`);
    throw error;
  }
}

/** The name that a `filters` argument of the form `{"name": "…"}` asks for, and nothing else. */
export function exactName(filters: string | null | undefined): string | undefined {
  const { name, ...others } = (filters && parseJsonObject(filters)) || {};
  return typeof name === "string" && Object.keys(others).length === 0 ? name : undefined;
}

/** {@link filteredBy} for records whose fields are the members of an object. */
export function filtered<T>(
  records: readonly T[],
  filters: string | null | undefined,
  fieldsOf: (record: T) => object,
): readonly T[] {
  return filteredBy(records, filters, (record) => {
    const fields = fieldsOf(record);
    return (path) => readPath(fields, path);
  });
}

/** Reads an `order` argument: a field, `-field` for descending or `+field`. Records without the field come last. */
export function orderingBy<T>(
  order: string | null | undefined,
  readerOf: (record: T) => FieldReader,
): Ordering<T> | undefined {
  if (!order) return undefined;
  const match = /^([+-]?)([\w.][\w./ -]*)$/.exec(order);
  if (match === null) throw badRequest(`invalid order ${JSON.stringify(order)}: give "field" or "-field"`);
  const field = match[2]!;
  return { descending: match[1] === "-", keyOf: (record) => sortKey(readerOf(record)(field)) };
}

/** {@link orderingBy} for records whose fields are the members of an object; unknown fields are refused. */
export function orderingOf<T>(
  order: string | null | undefined,
  fieldsOf: (record: T) => object,
): Ordering<T> | undefined {
  return orderingBy(order, (record) => {
    const fields = fieldsOf(record);
    return (path) => {
      if (!Object.hasOwn(fields, path))
        throw badRequest(`invalid order: ${JSON.stringify(path)} is not a field`);
      return readPath(fields, path);
    };
  });
}

function sortKey(value: unknown): SortKey {
  if (value === MISSING || value === undefined) return null;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "number" && Number.isNaN(value)) return null;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}
