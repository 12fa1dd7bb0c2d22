import { duckdb } from "./text/duckdb-dialect.js";
import { spark } from "./text/spark-dialect.js";

/** Databases that verdicts can be worked out on. */
export type SqlDialect = "duckdb" | "spark";

/** A value with named parts. */
export type Fields = Readonly<Record<string, string>>;

/** What a fold calls its accumulator and its item: folds inside folds need different names. */
export type FoldNames = readonly [accumulator: string, item: string];
/** The next accumulator (a list of doubles), given the one so far and the item. */
export type FoldBody = (accumulator: string, item: string) => string;

/**
 * What the two databases spell differently. Everything takes and gives SQL text; lists are counted from 1, from the
 * end with negative numbers.
 */
export interface Dialect {
  readonly name: SqlDialect;
  /** What the database is called in messages. */
  readonly title: string;
  /** A literal for a text, whatever is in it. */
  text(value: string): string;
  /** A column's name, whatever is in it. */
  identifier(name: string): string;
  /** The double `value`, to the last bit. */
  double(value: number): string;
  readonly textType: string;
  asText(expression: string): string;
  asLong(expression: string): string;
  /** A time as seconds since the epoch. */
  seconds(time: string): string;
  list(...items: string[]): string;
  emptyList: string;
  item(list: string, at: number): string;
  /** `count` items from number `from` on. */
  part(list: string, from: string, count: string): string;
  /** The items from one number to another. */
  between(list: string, first: number, last: number): string;
  allButLast(list: string): string;
  record(fields: Fields): string;
  field(record: string, name: string): string;
  concat(...lists: string[]): string;
  map(list: string, item: string, body: string): string;
  keep(list: string, item: string, condition: string): string;
  flatten(list: string): string;
  reverse(list: string): string;
  /** A quotient of doubles; anything but an error where the divisor is 0. */
  divide(dividend: string, divisor: string): string;
  /** Equal to a double where that is a whole number, however large it is. */
  whole(double: string): string;
  size(list: string): string;
  /** NaN counts as the greatest. */
  greatest(list: string): string;
  least(list: string): string;
  /** Of a list of doubles, added up in whatever way. */
  sum(list: string): string;
  /** Whether a condition holds for every item of a list. */
  all(list: string, item: string, condition: string): string;
  /** Folds a list of doubles into a list of doubles. */
  fold(list: string, initial: string, names: FoldNames, body: FoldBody): string;
  /** Aggregate: a list of `expression`, ordered by `by`. */
  collect(expression: string, by: string): string;
  /** Aggregate: `expression`, null included, where `by` is greatest; rows whose `by` is null don't count. */
  latest(expression: string, by: string): string;
  /** Aggregate: `expression`, null included, where `by` is least. */
  earliest(expression: string, by: string): string;
  /** Aggregates over truth values. */
  any(condition: string): string;
  startsWith(text: string, start: string): string;
  contains(text: string, part: string): string;
  /** A text without white space around it. */
  strip(text: string): string;
  /** What a column of any type logs as a number. */
  columnNumber(column: string): string;
  /** A file's path, or its end, as the file system has it, given what the database calls the file. */
  plainPath(file: string): string;
  /** Whether a text matches a pattern that all engines read alike. */
  found(text: string, pattern: string): string;
  /** The seconds since the epoch, to the millisecond, that a date with its zone is; null where it is none. */
  textSeconds(date: string): string;
  /** Ends the query with a message, wherever a value may be. */
  fail(message: string): string;
  /** Whether a text matches a RE2 pattern somewhere. */
  matches(text: string, pattern: string): string;
  readonly json: JsonSql;
  /** One row per integer of a range. */
  eachOf(first: string, last: string): string;
  /** Whether aggregates over all rows up to a row take as long for every row, which aggregates over few rows don't. */
  readonly addsUp: boolean;
  /** One row per item. */
  each(list: string): string;
}

/** What a dialect does with values whose type is known only at run time: SQL null stands for what isn't there. */
export interface JsonSql {
  isNull(value: string): string;
  isNumber(value: string): string;
  isText(value: string): string;
  isBoolean(value: string): string;
  isList(value: string): string;
  isObject(value: string): string;
  /** Only asked for where the value is of the type. */
  number(value: string): string;
  text(value: string): string;
  boolean(value: string): string;
  items(value: string): string;
  /** How many items a list has. */
  length(value: string): string;
  /** How many keys an object has. */
  keyCount(value: string): string;
  /** What an object has under a key. */
  member(value: string, key: string): string;
  /** A value as JSON text. */
  write(value: string): string;
  /** A text as a value. */
  ofText(text: string): string;
  /** Text that is JSON, as a value; an error where it isn't. */
  parse(text: string): string;
}

const DIALECTS: Readonly<Record<SqlDialect, Dialect>> = { duckdb, spark };

export function dialectOf(name: SqlDialect): Dialect | undefined {
  return Object.hasOwn(DIALECTS, name) ? DIALECTS[name] : undefined;
}
