import type { Cte } from "../query/cte.js";
import { spark as d } from "../text/spark-dialect.js";
import { sparkFiles } from "./spark-files.js";

/** What may not be in a CSV file: it stands between cells while their commas are told from others. */
const BETWEEN = d.text("\u001f");
const QUOTE = `'"'`;

/** Columns of CSV files that a query reads. */
export interface CsvColumns {
  /** What names of steps begin with. */
  readonly prefix: string;
  /** The columns' names, in the order of `cell_0`, … */
  readonly names: readonly string[];
  /** Those that every file must have. */
  readonly required: readonly string[];
}

/**
 * Steps that end in `<prefix>_cells (file_path, file_name, at, cell_0, …)`: rows of CSV files as texts, null where the file has no
 * such column, with `file_path, at` for their order. Files are read as lines, because Spark's reader of CSV takes the header of one
 * file for all. A line that isn't as wide as its header, or has quotes where none can be, ends the query.
 */
export function sparkCsv(
  files: string | readonly string[],
  { prefix, names, required }: CsvColumns,
): readonly Cte[] {
  const [lines, open, records, headers] = ["lines", "open", "records", "headers"].map(
    (name) => `${prefix}_${name}`,
  );
  const place =
    "_metadata.file_path AS file_path, _metadata.file_name AS file_name, struct(_metadata.file_block_start AS block_start, monotonically_increasing_id() AS line) AS at";
  return [
    {
      name: lines!,
      comment: "The lines of the files.",
      sql: sparkFiles("text", files, `${place}, value`),
    },
    {
      name: open!,
      comment: "Files in which a text in quotes goes over several lines.",
      shared: true,
      sql: `SELECT DISTINCT file_path FROM ${lines} WHERE ${quotes("value")} % 2 = 1`,
    },
    {
      name: records!,
      comment: "Their records: lines, or in such files the lines up to the one where all quotes are closed.",
      sql: `SELECT l.file_path, l.file_name, l.at, l.value
FROM ${lines} AS l LEFT ANTI JOIN ${open} AS o ON o.file_path = l.file_path
UNION ALL
SELECT file_path, file_name, min(at) AS at, array_join(${d.collect("value", "at")}, ${d.text("\n")}) AS value
FROM (
  SELECT *, count_if(begins) OVER (PARTITION BY file_path ORDER BY at) AS record
  FROM (
    SELECT l.*, coalesce(sum(${quotes("l.value")}) OVER (PARTITION BY l.file_path ORDER BY l.at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) % 2 = 0 AS begins
    FROM ${lines} AS l LEFT SEMI JOIN ${open} AS o ON o.file_path = l.file_path
  ) AS begun
) AS numbered
GROUP BY file_path, file_name, record`,
    },
    {
      name: headers!,
      comment: "The header of each file, and which of its cells is which column.",
      shared: true,
      sql: `SELECT file_path, header, size(names) AS width, ${names.map((name, i) => `${position(name, required)} AS of_${i}`).join(", ")}
FROM (
  SELECT file_path, header, transform(${cells("header")}, name -> ${d.strip(unquoted("name"))}) AS names
  FROM (
    SELECT file_path, min_by(value, at) AS header
    FROM ${records}
    WHERE at.block_start = 0 AND value <> ''
    GROUP BY file_path
  ) AS first_records
) AS headers`,
    },
    {
      name: `${prefix}_cells`,
      comment: "The cells that are read. A line that repeats the header is none.",
      sql: `SELECT file_path, file_name, at, ${names.map((_, i) => `${unquoted(`try_element_at(cells, of_${i})`)} AS cell_${i}`).join(", ")}
FROM (
  SELECT file_path, file_name, at, ${names.map((_, i) => `of_${i}`).join(", ")}, ${checked("parts")} AS cells
  FROM (
    SELECT r.file_name, r.at, r.value, h.*, ${cells("r.value")} AS parts
    FROM ${records} AS r JOIN ${headers} AS h ON h.file_path = r.file_path
    WHERE r.value <> '' AND r.value <> h.header
  ) AS cut
) AS rows_`,
    },
  ];
}

function quotes(text: string): string {
  return `(length(${text}) - length(replace(${text}, ${QUOTE}, '')))`;
}

/** A record's cells, still in their quotes: every second part between quotes is text, whose commas separate nothing. */
function cells(record: string): string {
  const parts = `transform(split(${record}, ${QUOTE}), (part, i) -> IF(i % 2 = 0, replace(part, ',', ${BETWEEN}), part))`;
  return `split(array_join(${parts}, ${QUOTE}), ${BETWEEN})`;
}

function unquoted(cell: string): string {
  return `IF(startswith(${cell}, ${QUOTE}), replace(substring(${cell}, 2, length(${cell}) - 2), '""', ${QUOTE}), ${cell})`;
}

function checked(list: string): string {
  const inside = `substring(cell, 2, length(cell) - 2)`;
  const closed = `length(cell) > 1 AND endswith(cell, ${QUOTE}) AND NOT contains(replace(${inside}, '""', ''), ${QUOTE})`;
  const sound = `forall(${list}, cell -> IF(startswith(cell, ${QUOTE}), ${closed}, NOT contains(cell, ${QUOTE})))`;
  const fail = (what: string) => `raise_error(concat(file_path, ': ', ${what}, left(value, 100)))`;
  return `CASE
    WHEN contains(value, ${BETWEEN}) OR contains(value, ${QUOTE}) AND NOT ${sound} THEN ${fail("'this is no CSV: '")}
    WHEN size(${list}) <> width THEN ${fail(`'a line has ', size(${list}), ' cells instead of the ', width, ' of the header: '`)}
    ELSE ${list}
  END`;
}

function position(name: string, required: readonly string[]): string {
  const at = `nullif(CAST(array_position(names, ${d.text(name)}) AS INT), 0)`;
  if (!required.includes(name)) return at;
  return `coalesce(${at}, raise_error(concat(file_path, ${d.text(`: there is no column ${JSON.stringify(name)}`)})))`;
}
