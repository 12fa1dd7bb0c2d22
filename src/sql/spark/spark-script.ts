import { commented, indented, type Query, type Statement, statements } from "../query/cte.js";
import { checkText } from "../text/quote.js";
import { MadeSteps } from "./made-steps.js";

/** A line that ends a statement, which no text and no comment in one can be. */
const END = ";";

/**
 * A query as statements for Spark: what several steps start from is written into `folder`, so that it is worked out
 * once, whatever Spark makes of the rest; then the question.
 *
 * @param made the steps of queries before it in the same script
 */
export function sparkStatements(query: Query, folder: string, made = new MadeSteps()): string[] {
  const parts: string[] = [];
  let open: Statement[] = [];
  const close = () => {
    // All of them are asked, and not only up to the first that is new.
    const needed = open.filter((statement) => made.make(statement));
    if (needed.length > 0) {
      parts.push(...open.filter(({ variable }) => variable !== undefined).map(declared));
      parts.push(conditional(open, folder));
    }
    open = [];
  };
  for (const statement of statements(query)) {
    if (open[0]?.onlyIf !== statement.onlyIf) close();
    if (statement.onlyIf) open.push(statement);
    else if (made.make(statement)) {
      if (statement.variable !== undefined) parts.push(declared(statement));
      parts.push(...written(statement, folder));
    }
  }
  close();
  return parts;
}

/** Statements that are taken on one occasion, as one: a SQL script. */
function conditional(parts: readonly Statement[], folder: string): string {
  const { comment, found, otherwise } = parts[0]!.onlyIf!;
  const taken = parts.flatMap((part) => written(part, folder)).map((sql) => `${indented(indented(sql))};`);
  return `${commented(comment)}
BEGIN
  IF EXISTS (${found}) THEN
${taken.join("\n\n")}
  ELSE
    CREATE OR REPLACE TEMPORARY VIEW ${otherwise.name} AS ${otherwise.sql};
  END IF;
END`;
}

/** Statements as a script for `spark-sql -f`. */
export function sparkScript(parts: readonly string[]): string {
  return parts.map((part) => `${part}\n${END}\n`).join("\n");
}

/** A variable, which a SQL script can set and not declare. */
function declared({ name, variable }: Statement): string {
  return `DECLARE OR REPLACE VARIABLE ${name} ${variable}`;
}

function written({ name, comment, sql, view, variable, onlyIf }: Statement, folder: string): string[] {
  if (name === undefined) return [sql];
  if (variable !== undefined) {
    // Inside a script the word would be the variable's name, and outside it tells variables from settings.
    const set = onlyIf ? "SET" : "SET VAR";
    return [`${commented(comment ?? name)}\n${set} ${name} = (\n${indented(sql)}\n)`];
  }
  if (view) return [`${commented(comment ?? name)}\nCREATE OR REPLACE TEMPORARY VIEW ${name} AS\n${sql}`];
  const place = `${folder}/${name}`;
  return [`${commented(comment ?? name)}\n${intoFolder(place, "parquet", sql)}`, filesView(name, place)];
}

/** A view of Parquet files, which Spark looks at once; by a query it would look at them whenever the view is named. */
function filesView(name: string, place: string): string {
  // Spark reads patterns, and writes where it is told.
  const pattern = place.replace(/[\\{}[\]*?]/g, "\\$&");
  return `CREATE OR REPLACE TEMPORARY VIEW ${name} USING parquet OPTIONS (path ${literal(pattern)})`;
}

/** A statement that writes a query's rows into a folder of files. */
export function intoFolder(folder: string, format: "parquet" | "json", sql: string): string {
  return `INSERT OVERWRITE DIRECTORY ${literal(folder)} USING ${format}\n${sql}`;
}

/** A text where no expression can stand, so that what isn't plain in it is escaped. */
function literal(text: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return `'${checkText(text, "The folder").replace(/[\p{C}'"\\$]/gu, (one) => one.split("").map(escaped).join(""))}'`;
}
