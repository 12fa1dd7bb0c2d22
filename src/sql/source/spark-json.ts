import { spark as d } from "../text/spark-dialect.js";
import { noRow } from "./json-run.js";
import { sparkFiles } from "./spark-files.js";

/** What a text is read together with: Spark reads the first value of a text, and doesn't say what else is in it. */
const END = "end";

/**
 * A query of the objects in JSON lines, `(…, parts)`, with keys and variants as `parts`. A line that is no object, or no
 * text, ends the query; lines of blanks are none.
 *
 * @param columns what else to tell of each line
 */
export function sparkJsonLines(files: string | readonly string[], columns: readonly string[] = []): string {
  const told = ["value", "_metadata.file_path AS file_path", ...columns].join(", ");
  const lines = `SELECT *, ${readText("value")} AS read FROM (${sparkFiles("text", files, told)}) AS lines WHERE ${d.strip("value")} <> ''`;
  const parts = `CASE WHEN is_valid_utf8(value) THEN ${onlyValue("read", "MAP<STRING, VARIANT>")} END`;
  return `SELECT *, coalesce(${parts}, ${noRow("file_path", "value", d)}) AS parts FROM (${lines}) AS read_lines`;
}

/** The variant that a JSON text says; null where it is no JSON. */
export function sparkJsonText(text: string): string {
  return onlyValue(readText(text), "VARIANT");
}

/** A text and what it is read together with. Only `from_json` takes the bare tokens NaN and Infinity of Python. */
function readText(text: string): string {
  const list = `concat('[', ${text}, ',"${END}"]')`;
  return `coalesce(try_parse_json(${list}), from_json(${list}, 'VARIANT', map('allowSingleQuotes', 'false')))`;
}

function onlyValue(read: string, type: string): string {
  return `CASE WHEN try_variant_get(${read}, '$[1]', 'STRING') = '${END}' THEN try_variant_get(${read}, '$[0]', '${type}') END`;
}
