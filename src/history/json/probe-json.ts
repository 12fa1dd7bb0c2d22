import { HistoryError } from "../../errors/index.js";
import type { ByteSource } from "../byte-source.js";
import { isRecord } from "../own-property.js";
import type { Reading } from "../range-cursor.js";
import type { HistoryWarning } from "../run-history.js";
import { JsonArray } from "./json-array.js";
import { JsonLines } from "./json-lines.js";
import type { MakeSplitter } from "./json-rows.js";

const OPEN_ARRAY = 0x5b;
/** After so many texts that aren't rows, this isn't a file of rows. */
const MAX_PROBLEMS = 1000;

/** What a JSON file turned out to be. */
export interface JsonProbe {
  readonly make: MakeSplitter;
  /** Undefined if the file is an empty array. */
  readonly firstRow: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Looks at the beginning of a file: lines or an array, and the first row.
 *
 * @throws HistoryError if there is no row in it
 */
export async function probeJson(source: ByteSource, reading: Reading): Promise<JsonProbe> {
  const problems: HistoryWarning[] = [];
  let make: MakeSplitter | undefined;
  let firstRow: Record<string, unknown> | undefined;
  const report = (warning: HistoryWarning) => problems.push(warning);
  const take = (value: unknown, line: number) => {
    if (isRecord(value)) firstRow ??= value;
    else report({ line, message: "a row is an object: {…}" });
  };
  let splitter: ReturnType<MakeSplitter> | undefined;
  for await (const window of source.windowsAsync(reading)) {
    if (splitter === undefined) {
      make = layoutOf(window.bytes, source.place);
      splitter = make({ take, report, place: source.place });
    }
    splitter.decode(window);
    if (firstRow !== undefined || problems.length > MAX_PROBLEMS) break;
  }
  if (make === undefined) throw new HistoryError("the file is empty", source.place);
  if (firstRow === undefined) splitter?.end();
  const problem = problems[0];
  if (firstRow !== undefined || (make === makeArray && problem === undefined)) return { make, firstRow };
  throw new HistoryError(problem?.message ?? "there is no row in it", {
    ...source.place,
    line: problem?.line ?? 1,
    hint: "A history in JSON has one object per row: one per line, or all in one array.",
  });
}

const makeLines: MakeSplitter = (options) => new JsonLines(options);
const makeArray: MakeSplitter = (options) => new JsonArray(options);

function layoutOf(start: Buffer, place: { readonly file?: string }): MakeSplitter {
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)) {
    throw new HistoryError("the text is UTF-16", { ...place, offset: 0, hint: "Save it as UTF-8." });
  }
  const from = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? 3 : 0;
  return start.subarray(from).find((byte) => byte > 0x20) === OPEN_ARRAY ? makeArray : makeLines;
}
