import { EvaluationError } from "../../errors/index.js";
import type { Dialect } from "../dialect.js";
import type { ColumnKind, HistoryTable } from "../history-source.js";
import type { Cte } from "../query/cte.js";
import { namedNumbers } from "../text/named-numbers.js";
import { csvNumber, csvSeconds } from "./csv-cell.js";
import { exportPartition } from "./export-name.js";
import { runOfFile } from "./file-run.js";
import { historyColumn as column, type LoggedRows } from "./history-columns.js";
import { runColumn } from "./run-column.js";
import { namedByExport } from "./runs-table.js";

type ColumnHistory = Exclude<HistoryTable, { format: "jsonl" }>;

/** What `FROM` reads, and the columns that tell file and row in it. */
export interface ColumnTable {
  /** Steps that `from` starts from. */
  readonly steps?: readonly Cte[];
  readonly from: string;
  readonly file: string;
  readonly row: string;
  /** What a row's place in its run is, given `file_row`. */
  readonly place: string;
  /** How a column is named in it. */
  column(name: string): string;
}

/** The rows as they lie in their table or files: `(run, [file, file_row, step_given,] step, time, metric_0, …)`. */
export function filedRows(
  history: ColumnHistory,
  metrics: readonly string[],
  merged: boolean,
  d: Dialect,
  table: ColumnTable,
): string {
  const text = history.format === "csv";
  const find = (name: string) => findColumn(history, name, table, d);
  const step = find("_step");
  if (step === undefined) {
    throw new EvaluationError(`The history has no column "_step".`, {
      hint: "Every row needs the step it was logged at.",
    });
  }
  const stepNumber = numberIn(step, text, d) ?? "NULL";
  const given = (step.kind ?? "number") === "number" && !text ? step.sql : stepNumber;
  const whole = { is: isWhole(given, text, d), step: d.asLong(given) };
  // An empty cell is no step, where a null is a row that goes without one.
  const stepGiven = text ? "TRUE" : `${step.sql} IS NOT NULL`;
  const atNumber = secondsIn(find("_timestamp"), text, d);
  const values = metrics.map((name) => {
    const found = find(name);
    return (found && numberIn(found, text, d)) ?? "CAST(NULL AS DOUBLE)";
  });
  const select = [
    `${runOf(history, table, d)} AS run`,
    ...(tellsFile(history, merged) ? [`${table.file} AS file`] : []),
    ...(merged ? [`${table.file} AS file`, `${table.row} AS file_row`, `${stepGiven} AS step_given`] : []),
    ...(merged
      ? [`CASE WHEN ${whole.is} THEN ${whole.step} END AS step`]
      : [`${whole.step} AS step`, `NOT (${whole.is}) AS odd_step`]),
    `CASE WHEN NOT isnan(${atNumber}) THEN ${atNumber} END AS time`,
    ...values.map((value, k) => `${value} AS ${column.value(k)}`),
  ];
  return `SELECT ${select.join(",\n  ")}\nFROM ${table.from}`;
}

/** Types that hold whole numbers only, each of which is a BIGINT, as both databases name them. */
const WHOLE_TYPES = {
  duckdb: ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"],
  spark: ["tinyint", "smallint", "int", "bigint"],
};

/**
 * Whether a number is whole: a column's type is known before it is read, and then nothing is asked of its rows. Of a BIGINT
 * that is held against itself, Spark's optimizer would infer filters until its stack is full.
 */
function isWhole(number: string, text: boolean, d: Dialect): string {
  const same = `${d.asLong(number)} = ${number}`;
  if (text) return same;
  const types = WHOLE_TYPES[d.name].map((type) => d.text(type)).join(", ");
  return `CASE WHEN typeof(${number}) IN (${types}) THEN ${number} IS NOT NULL ELSE ${same} END`;
}

/** The rows of a source with a column per metric, given its `filedRows`. A null says nothing: it can't take back what the step logged before. */
export function columnRows(
  history: ColumnHistory,
  inner: string,
  metrics: readonly string[],
  merged: boolean,
  d: Dialect,
  table: ColumnTable,
): LoggedRows {
  const said = metrics.map((_, k) => `${column.value(k)} IS NOT NULL AS ${column.said(k)}`);
  const nested = metrics.map(() => false);
  const { steps = [], place } = table;
  if (!merged) {
    const names = ["run", "step AS place", "step", "time", "odd_step"];
    if (tellsFile(history, merged)) names.push("file");
    const columns = [...names, ...metrics.map((_, k) => column.value(k))].join(", ");
    return { sql: `SELECT ${columns}\nFROM (\n${indent(inner)}\n) AS rows_`, nested, steps };
  }
  const rows = history.format === "parquet" ? inPartitionOrder(inner, namedByExport(history), d) : inner;
  const order = history.format === "parquet" ? PARTITION_ORDER : place;
  const names = ["run", `${order} AS place`, "step", "time", "time IS NOT NULL AS time_said"];
  const columns = [...names, ODD_STEP, ...metrics.map((_, k) => column.value(k)), ...said].join(", ");
  return { sql: `SELECT ${columns}\nFROM (\n${indent(rows)}\n) AS rows_`, nested, steps };
}

const ODD_STEP = "(step IS NULL AND step_given) AS odd_step";
const PARTITION_ORDER = "row_number() OVER (PARTITION BY run ORDER BY first_step, part, file_row)";

/** A run's partitions in the order of their steps, whatever order their files are in. */
function inPartitionOrder(rows: string, exports: boolean, d: Dialect): string {
  const part = exports ? exportPartition("file", d) : "file";
  return `SELECT *, ${part} AS part, min(step) OVER (PARTITION BY run, file) AS first_step\nFROM (\n${indent(rows)}\n) AS rows_`;
}

function indent(sql: string): string {
  return sql.replace(/^/gm, "  ");
}

function runOf(history: ColumnHistory, table: ColumnTable, d: Dialect): string {
  const told = runColumn(history);
  if (told === undefined) return runOfFile(history, table.file, d);
  const column = table.column(told);
  const name = history.format === "csv" ? d.strip(column) : runName(column, history.columns?.[told], d);
  const none = history.format === "csv" ? "nothing" : "no text and no whole number";
  const fail = d.fail(d.text(`a row has ${none} in its column ${JSON.stringify(told)}, which says its run`));
  return `coalesce(nullif(${name}, ''), ${fail})`;
}

/** A text, or a whole number however it is kept: 5.0 is the run 5. */
function runName(column: string, kind: ColumnKind | undefined, d: Dialect): string {
  if (kind === "time") return "NULL";
  if (kind !== "number" && kind !== "decimal") return d.asText(column);
  return `CASE WHEN ${column} = floor(${column}) THEN coalesce(${d.asText(d.asLong(column))}, ${d.asText(column)}) END`;
}

/** Whether rows of `history` say their file, because it is cheaper to find out the run of a file than of every row. */
export function tellsFile(
  history: HistoryTable,
  merged: boolean,
): history is HistoryTable & { readonly format: "parquet" } {
  return !merged && history.format === "parquet" && runColumn(history) === undefined;
}

interface FoundColumn {
  readonly sql: string;
  /** Undefined where nothing is known of the columns. */
  readonly kind: ColumnKind | undefined;
}

/** The columns of a table that its rows are made of; all that there may be, where nothing is known of them. */
export function columnsRead(history: ColumnHistory, metrics: readonly string[]): string[] {
  const { columns } = history;
  const run = runColumn(history);
  const outer = (name: string) => {
    if (columns === undefined || Object.hasOwn(columns, name)) return [name];
    const [first] = name.split(".");
    return Object.hasOwn(columns, first!) ? [first!] : [];
  };
  return [
    ...new Set([...(run === undefined ? [] : [run]), ...["_step", "_timestamp", ...metrics].flatMap(outer)]),
  ];
}

/** `a.b` is the column `a.b` if there is one, else the field `b` of the column `a`. */
function findColumn(
  { format, columns }: ColumnHistory,
  name: string,
  table: ColumnTable,
  d: Dialect,
): FoundColumn | undefined {
  // Looked for in any case: a name that can't be asked for isn't one that isn't there.
  const sql = table.column(name);
  if (columns === undefined) return { sql, kind: undefined };
  if (Object.hasOwn(columns, name)) return { sql, kind: columns[name]! };
  if (format === "csv") return undefined;
  let kind: ColumnKind = columns;
  const path = name.split(".");
  for (const key of path) {
    if (typeof kind === "string" || !Object.hasOwn(kind, key)) return undefined;
    kind = kind[key]!;
  }
  return { sql: path.map((key) => d.identifier(key)).join("."), kind };
}

/** The number that a column's value logs: null where it is none; undefined where none can be in it. */
function numberIn({ sql, kind }: FoundColumn, text: boolean, d: Dialect): string | undefined {
  if (text) return csvNumber(sql, d);
  if (kind === undefined) return d.columnNumber(sql);
  if (kind === "number") return `CAST(${sql} AS DOUBLE)`;
  // DuckDB divides what is behind the point and what is before it apart, where a text becomes the nearest double.
  if (kind === "decimal") return `CAST(${d.asText(sql)} AS DOUBLE)`;
  return kind === "text" ? `CASE ${namedNumbers(sql, d)} END` : undefined;
}

function secondsIn(found: FoundColumn | undefined, text: boolean, d: Dialect): string {
  if (found === undefined) return d.double(Number.NaN);
  if (text) return csvSeconds(found.sql, d);
  if (found.kind === "time") return d.seconds(found.sql);
  // Of a column of which nothing is known, this gives a time's seconds, too.
  return numberIn(found, text, d) ?? d.double(Number.NaN);
}
