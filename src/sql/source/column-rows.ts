import { EvaluationError } from "../../errors/index.js";
import type { Dialect } from "../dialect.js";
import type { ColumnKind, HistoryTable } from "../history-source.js";
import { exportPartition, exportRun } from "./export-name.js";
import { historyColumn as column, type LoggedRows } from "./history-columns.js";

type ColumnHistory = Exclude<HistoryTable, { format: "jsonl" }>;

/** What `FROM` reads, and the columns that tell file and row in it. */
export interface ColumnTable {
  readonly from: string;
  readonly file: string;
  readonly row: string;
}

/** A number as CSV files hold it. */
const CSV_NUMBER = "^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$";

/** The rows as they lie in their table or files: `(run, [file, file_row, step_given,] step, time, metric_0, …)`. */
export function filedRows(
  history: ColumnHistory,
  metrics: readonly string[],
  merged: boolean,
  d: Dialect,
  table: ColumnTable,
): string {
  const text = history.format === "csv";
  const find = (name: string) => findColumn(history, name, d);
  const step = find("_step");
  if (step === undefined) {
    throw new EvaluationError(`The history has no column "_step".`, {
      hint: "Every row needs the step it was logged at.",
    });
  }
  const stepNumber = numberIn(step, text, d) ?? "NULL";
  const whole =
    step.kind === "number" && !text
      ? { is: `${d.asLong(step.sql)} = ${step.sql}`, step: d.asLong(step.sql) }
      : { is: `${stepNumber} = floor(${stepNumber})`, step: d.asLong(stepNumber) };
  const stepGiven = text ? `coalesce(trim(${step.sql}), '') <> ''` : `${step.sql} IS NOT NULL`;
  const at = find("_timestamp");
  const atNumber =
    at?.kind === "time" && !text
      ? d.seconds(at.sql)
      : ((at && numberIn(at, text, d)) ?? d.double(Number.NaN));
  const values = metrics.map((name) => {
    const found = find(name);
    return (found && numberIn(found, text, d)) ?? "CAST(NULL AS DOUBLE)";
  });
  const select = [
    `${runOf(history, table, d)} AS run`,
    ...(tellsFile(history, merged, d) ? [`${table.file} AS file`] : []),
    ...(merged ? [`${table.file} AS file`, `${table.row} AS file_row`, `${stepGiven} AS step_given`] : []),
    ...(merged
      ? [`CASE WHEN ${whole.is} THEN ${whole.step} END AS step`]
      : [`${whole.step} AS step`, `NOT (${whole.is}) AS odd_step`]),
    `CASE WHEN NOT isnan(${atNumber}) THEN ${atNumber} END AS time`,
    ...values.map((value, k) => `${value} AS ${column.value(k)}`),
  ];
  return `SELECT ${select.join(",\n  ")}\nFROM ${table.from}`;
}

/** The rows of a source with a column per metric. A null says nothing: it can't take back what the step logged before. */
export function columnRows(
  history: ColumnHistory,
  metrics: readonly string[],
  merged: boolean,
  d: Dialect,
  table: ColumnTable,
): LoggedRows {
  const inner = filedRows(history, metrics, merged, d, table);
  const said = metrics.map((_, k) => `${column.value(k)} IS NOT NULL AS ${column.said(k)}`);
  const nested = metrics.map(() => false);
  if (!merged) {
    const names = ["run", "step AS place", "step", "time", "odd_step"];
    if (tellsFile(history, merged, d)) names.push("file");
    const columns = [...names, ...metrics.map((_, k) => column.value(k))].join(", ");
    return { sql: `SELECT ${columns}\nFROM (\n${indent(inner)}\n) AS rows_`, nested };
  }
  const rows =
    history.format === "parquet" ? inPartitionOrder(inner, runKey(history) === "export", d) : inner;
  const place = history.format === "parquet" ? PARTITION_ORDER : "file_row AS place";
  const names = ["run", place, "step", "time", "time IS NOT NULL AS time_said"];
  const columns = [...names, ODD_STEP, ...metrics.map((_, k) => column.value(k)), ...said].join(", ");
  return { sql: `SELECT ${columns}\nFROM (\n${indent(rows)}\n) AS rows_`, nested };
}

const ODD_STEP = "(step IS NULL AND step_given) AS odd_step";
const PARTITION_ORDER = "row_number() OVER (PARTITION BY run ORDER BY first_step, part, file_row) AS place";

/** A run's partitions in the order of their steps, whatever order their files are in. */
function inPartitionOrder(rows: string, exports: boolean, d: Dialect): string {
  const part = exports ? exportPartition("file", d) : "file";
  return `SELECT *, ${part} AS part, min(step) OVER (PARTITION BY run, file) AS first_step\nFROM (\n${indent(rows)}\n) AS rows_`;
}

function indent(sql: string): string {
  return sql.replace(/^/gm, "  ");
}

function runKey(history: HistoryTable) {
  return history.run ?? (history.format === "parquet" ? "export" : { column: "run" });
}

function runOf(history: ColumnHistory, table: ColumnTable, d: Dialect): string {
  const key = runKey(history);
  return typeof key === "object" ? d.asText(d.identifier(key.column)) : runOfFile(history, table.file, d);
}

/** The run that a file's name tells. */
export function runOfFile({ run }: HistoryTable, file: string, d: Dialect): string {
  if (run !== "file") return exportRun(file, d);
  // Spark tells files by their names, without folders.
  const name = d.name === "spark" ? file : `regexp_replace(${file}, '^.*[/\\\\]', '')`;
  return `regexp_replace(${name}, '[.][^.]*$', '')`;
}

/** Whether rows of `history` say their file, because it is cheaper to find out the run of a file than of every row. */
export function tellsFile(history: HistoryTable, merged: boolean, d: Dialect): boolean {
  return d.addsUp && !merged && history.format === "parquet" && typeof runKey(history) !== "object";
}

interface FoundColumn {
  readonly sql: string;
  readonly kind: ColumnKind;
}

/** `a.b` is the column `a.b` if there is one, else the field `b` of the column `a`. */
function findColumn(history: ColumnHistory, name: string, d: Dialect): FoundColumn | undefined {
  const { columns } = history;
  if (columns === undefined) return { sql: d.identifier(name), kind: "number" };
  if (Object.hasOwn(columns, name)) return { sql: d.identifier(name), kind: columns[name]! };
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
  if (text) {
    const value = `trim(${sql})`;
    const finite =
      d.name === "duckdb"
        ? `regexp_matches(${value}, ${d.text(CSV_NUMBER)})`
        : `${value} RLIKE ${d.text(CSV_NUMBER)}`;
    return `CASE WHEN ${finite} THEN TRY_CAST(${value} AS DOUBLE) ${spelled(value, d)} END`;
  }
  if (kind === "number") return `CAST(${sql} AS DOUBLE)`;
  return kind === "text" ? `CASE ${named(sql, d)} END` : undefined;
}

/** How W&B writes non-finite numbers into texts. */
function named(value: string, d: Dialect): string {
  const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return special.map((one) => `WHEN ${value} = ${d.text(String(one))} THEN ${d.double(one)}`).join(" ");
}

/** How W&B and pandas write them into CSV files, in any case. */
function spelled(value: string, d: Dialect): string {
  const when = (texts: readonly string[], one: number) =>
    `WHEN lower(${value}) IN (${texts.map((text) => d.text(text)).join(", ")}) THEN ${d.double(one)}`;
  return [
    when(["nan"], Number.NaN),
    when(["inf", "+inf", "infinity", "+infinity"], Number.POSITIVE_INFINITY),
    when(["-inf", "-infinity"], Number.NEGATIVE_INFINITY),
  ].join(" ");
}
