import { EvaluationError } from "../../errors/index.js";
import type { Dialect, JsonSql } from "../dialect.js";
import { javaPattern } from "./java-pattern.js";
import { namedNumbers } from "./named-numbers.js";
import { checkName, checkText, isPlain, quoted, utf8Hex, WHITE_SPACE } from "./quote.js";

/** Values are variants; what kind one is of, its schema says. */
const json: JsonSql = {
  isNull: (value) => `schema_of_variant(${value}) = 'VOID'`,
  isNumber: (value) =>
    `(schema_of_variant(${value}) IN ('BIGINT', 'DOUBLE', 'FLOAT') OR startswith(schema_of_variant(${value}), 'DECIMAL'))`,
  isText: (value) => `schema_of_variant(${value}) = 'STRING'`,
  isBoolean: (value) => `schema_of_variant(${value}) = 'BOOLEAN'`,
  isList: (value) => `startswith(schema_of_variant(${value}), 'ARRAY')`,
  isObject: (value) => `startswith(schema_of_variant(${value}), 'OBJECT')`,
  // Casts that give null where they fail: Spark may try one before it asks what kind the value is of.
  number: (value) => variantAs(value, "DOUBLE"),
  text: (value) => variantAs(value, "STRING"),
  boolean: (value) => variantAs(value, "BOOLEAN"),
  items: (value) => variantAs(value, "ARRAY<VARIANT>"),
  length: (value) => `size(${variantAs(value, "ARRAY<VARIANT>")})`,
  keyCount: (value) => `size(${variantAs(value, "MAP<STRING, VARIANT>")})`,
  member: (value, key) => `try_element_at(${variantAs(value, "MAP<STRING, VARIANT>")}, ${spark.text(key)})`,
  write: (value) => `to_json(${value})`,
  ofText: (text) => `CAST(CAST(${text} AS STRING) AS VARIANT)`,
  parse: (text) => `parse_json(${text})`,
};

function variantAs(value: string, type: string): string {
  return `try_variant_get(${value}, '$', '${type}')`;
}

/** SQL as Apache Spark (4.0 and later) and Databricks have it, with ANSI mode or without. */
export const spark: Dialect = {
  name: "spark",
  title: "Spark",
  text(value) {
    checkText(value, "The text");
    // A backslash, or a dollar sign and a brace, would be read as something else; two quotes aren't one everywhere.
    const plain = isPlain(value) && !/['$]/.test(value);
    return plain ? `'${value}'` : `CAST(X'${utf8Hex(value)}' AS STRING)`;
  },
  identifier(name) {
    if (!name.includes("${")) return quoted(checkName(name, "Spark"), "`");
    throw new EvaluationError(
      `${JSON.stringify(name)} can't be the name of a column or a file in SQL for Spark, which puts the value of a variable in place of \${…}.`,
      {
        hint: "Give the history as CSV or JSON lines, whose keys may be anything, in a folder of another name.",
      },
    );
  },
  double(value) {
    return Number.isFinite(value) ? `${value}D` : `double('${value}')`;
  },
  textType: "STRING",
  asText: (expression) => `CAST(${expression} AS STRING)`,
  asLong: (expression) => `TRY_CAST(${expression} AS BIGINT)`,
  seconds: (time) => `CAST(CAST(${time} AS TIMESTAMP) AS DOUBLE)`,
  list: (...items) => `array(${items.join(", ")})`,
  emptyList: "CAST(array() AS ARRAY<DOUBLE>)",
  item: (list, at) => `try_element_at(${list}, ${at})`,
  part: (list, from, count) => `slice(${list}, ${from}, ${count})`,
  between: (list, first, last) => `slice(${list}, ${first}, ${last - first + 1})`,
  allButLast: (list) => `slice(${list}, 1, size(${list}) - 1)`,
  record: (fields) =>
    `struct(${Object.entries(fields)
      .map(([name, sql]) => `${sql} AS ${name}`)
      .join(", ")})`,
  field: (record, name) => `${record}.${name}`,
  concat: (...lists) => `concat(${lists.join(", ")})`,
  map: (list, item, body) => `transform(${list}, ${item} -> ${body})`,
  keep: (list, item, condition) => `filter(${list}, ${item} -> ${condition})`,
  flatten: (list) => `flatten(${list})`,
  reverse: (list) => `reverse(${list})`,
  divide: (dividend, divisor) => `try_divide(${dividend}, ${divisor})`,
  // Of doubles, floor makes longs, and an error of those that are too large.
  whole: (double) => `rint(${double})`,
  size: (list) => `size(${list})`,
  greatest: (list) => `array_max(${list})`,
  least: (list) => `array_min(${list})`,
  sum: (list) => `aggregate(${list}, 0D, (total, item) -> total + item)`,
  all: (list, item, condition) => `forall(${list}, ${item} -> ${condition})`,
  fold: (list, initial, [a, x], body) => `aggregate(${list}, ${initial}, (${a}, ${x}) -> ${body(a, x)})`,
  collect: (expression, by) =>
    `transform(array_sort(collect_list(struct(${by} AS k, ${expression} AS v))), s -> s.v)`,
  latest: (expression, by) => `max_by(${expression}, ${by})`,
  earliest: (expression, by) => `min_by(${expression}, ${by})`,
  any: (condition) => `bool_or(${condition})`,
  startsWith: (text, start) => `startswith(${text}, ${spark.text(start)})`,
  contains: (text, part) => `contains(${text}, ${spark.text(part)})`,
  strip: (text) => `btrim(${text}, ${spark.text(WHITE_SPACE)})`,
  // Spark knows a column's type when it plans: nothing of this is left then but the part for it.
  columnNumber: (column) => `CASE typeof(${column})
    WHEN 'string' THEN CASE ${namedNumbers(`CAST(${column} AS STRING)`, spark)} END
    WHEN 'boolean' THEN NULL
    ELSE CAST(${column} AS DOUBLE) END`,
  // Encoded as in a URL's path, where a plus is one.
  plainPath: (file) => `url_decode(replace(${file}, '+', '%2B'))`,
  found: (text, pattern) => `${text} RLIKE ${spark.text(pattern)}`,
  textSeconds: (date) => `unix_millis(TRY_CAST(${date} AS TIMESTAMP)) / 1000D`,
  fail: (message) => `raise_error(${message})`,
  matches: (text, pattern) => `(${text} RLIKE ${spark.text(javaPattern(pattern))})`,
  json,
  eachOf: (first, last) => `explode(sequence(${first}, ${last}))`,
  each: (list) => `explode(${list})`,
  addsUp: true,
};
