import type { Dialect, JsonSql } from "../dialect.js";
import { checkName, checkText, isPlain, quoted, utf8Hex, WHITE_SPACE } from "./quote.js";

const json: JsonSql = {
  isNull: (value) => `json_type(${value}) = 'NULL'`,
  isNumber: (value) => `json_type(${value}) IN ('UBIGINT', 'BIGINT', 'HUGEINT', 'DOUBLE')`,
  isText: (value) => `json_type(${value}) = 'VARCHAR'`,
  isBoolean: (value) => `json_type(${value}) = 'BOOLEAN'`,
  isList: (value) => `json_type(${value}) = 'ARRAY'`,
  isObject: (value) => `json_type(${value}) = 'OBJECT'`,
  number: (value) => `CAST(${value} AS DOUBLE)`,
  text: (value) => `(${value} ->> '$')`,
  boolean: (value) => `CAST(${value} AS BOOLEAN)`,
  items: (value) => `json_extract(${value}, '$[*]')`,
  length: (value) => `json_array_length(${value})`,
  keyCount: (value) => `len(json_keys(${value}))`,
  member: (value, key) => `json_extract(${value}, ${duckdb.text(jsonPointer([key]))})`,
  write: (value) => `CAST(${value} AS VARCHAR)`,
  ofText: (text) => `to_json(CAST(${text} AS VARCHAR))`,
  parse: (text) => `CAST(${text} AS JSON)`,
};

/** A path of keys as DuckDB takes it: a JSON pointer. */
export function jsonPointer(keys: readonly string[]): string {
  return keys.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** SQL as DuckDB (1.3 and later) has it. */
export const duckdb: Dialect = {
  name: "duckdb",
  title: "DuckDB",
  text(value) {
    checkText(value, "The text");
    return isPlain(value) ? quoted(value, "'") : `decode(unhex('${utf8Hex(value)}'))`;
  },
  identifier: (name) => quoted(checkName(name, "DuckDB"), '"'),
  double(value) {
    if (!Number.isFinite(value)) return `'${value}'::DOUBLE`;
    // With an exponent it is read as a double; without, as a decimal that is rounded twice.
    const digits = String(value);
    return digits.includes("e") ? digits : `${digits}e0`;
  },
  textType: "VARCHAR",
  asText: (expression) => `CAST(${expression} AS VARCHAR)`,
  asLong: (expression) => `TRY_CAST(${expression} AS BIGINT)`,
  seconds: (time) => `epoch(${time})`,
  list: (...items) => `[${items.join(", ")}]`,
  emptyList: "[]::DOUBLE[]",
  item: (list, at) => `${list}[${at}]`,
  part: (list, from, count) => `list_slice(${list}, ${from}, ${from} + ${count} - 1)`,
  between: (list, first, last) => `list_slice(${list}, ${first}, ${last})`,
  allButLast: (list) => `${list}[:-2]`,
  record: (fields) =>
    `{${Object.entries(fields)
      .map(([name, sql]) => `'${name}': ${sql}`)
      .join(", ")}}`,
  field: (record, name) => `${record}['${name}']`,
  concat: (...lists) => lists.join(" || "),
  map: (list, item, body) => `list_transform(${list}, lambda ${item}: ${body})`,
  keep: (list, item, condition) => `list_filter(${list}, lambda ${item}: ${condition})`,
  flatten: (list) => `flatten(${list})`,
  reverse: (list) => `list_reverse(${list})`,
  divide: (dividend, divisor) => `${dividend} / ${divisor}`,
  whole: (double) => `floor(${double})`,
  size: (list) => `len(${list})`,
  greatest: (list) => `list_max(${list})`,
  least: (list) => `list_min(${list})`,
  sum: (list) => `list_sum(${list})`,
  all: (list, item, condition) => `list_bool_and(${duckdb.map(list, item, condition)})`,
  // An accumulator has the type of the items, so each item becomes a list of one.
  fold(list, initial, [a, x], body) {
    return `list_reduce(list_transform(${list}, lambda ${x}: [${x}]), lambda ${a}, ${x}: ${body(a, `${x}[1]`)}, ${initial})`;
  },
  // Sorted afterwards: an aggregate in an order takes tens of kilobytes per group, which DuckDB can't spill.
  collect: (expression, by) =>
    `list_transform(list_sort(list({'k': ${by}, 'v': ${expression}})), lambda s: s['v'])`,
  latest: (expression, by) => `arg_max_null(${expression}, ${by})`,
  earliest: (expression, by) => `arg_min_null(${expression}, ${by})`,
  any: (condition) => `bool_or(${condition})`,
  startsWith: (text, start) => `starts_with(${text}, ${duckdb.text(start)})`,
  contains: (text, part) => `contains(${text}, ${duckdb.text(part)})`,
  strip: (text) => `trim(${text}, ${duckdb.text(WHITE_SPACE)})`,
  columnNumber: (column) => `CAST(${column} AS DOUBLE)`,
  plainPath: (file) => file,
  found: (text, pattern) => `regexp_matches(${text}, ${duckdb.text(pattern)})`,
  // A cast to TIMESTAMP would leave the zone out.
  textSeconds: (date) => `epoch_ms(TRY_CAST(${date} AS TIMESTAMPTZ)) / 1000`,
  fail: (message) => `error(${message})`,
  matches: (text, pattern) => `regexp_matches(${text}, ${duckdb.text(pattern)})`,
  json,
  eachOf: (first, last) => `unnest(generate_series(${first}, ${last}))`,
  each: (list) => `unnest(${list})`,
  addsUp: false,
};
