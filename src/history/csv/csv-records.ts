import { pipeline, Readable } from "node:stream";
import { HistoryError } from "../../errors/index.js";
import type { ByteSource } from "../byte-source.js";
import { loadOptional } from "../load-optional.js";
import type { ByteRange } from "../range-cursor.js";
import type { HistoryWarning } from "../run-history.js";

const WINDOW_BYTES = 2 ** 16;
/** A quote that is never closed would gather the rest of the file. */
const MAX_RECORD_BYTES = 2 ** 27;

/** A range of a file that begins behind that many lines. */
export interface CsvRange extends ByteRange {
  readonly line: number;
}

/** A line of cells, or several lines if there are line breaks inside quotes. */
export interface CsvRecord {
  readonly cells: readonly string[];
  /** Where it ends: the line it is in, or the last of its lines; and the byte behind it. */
  readonly line: number;
  readonly end: number;
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number; readonly bytes: number };
}

/**
 * The records of a CSV file, or of ranges of it, by way of csv-parse. What can't be parsed is reported and
 * left out.
 *
 * @throws MissingDependencyError if csv-parse isn't installed
 * @throws HistoryError if there is a record too large to be one
 */
export async function* csvRecords(
  source: ByteSource,
  report: (warning: HistoryWarning) => void,
  ranges?: readonly CsvRange[],
): AsyncGenerator<CsvRecord> {
  const { parse } = await loadOptional("csv-parse", "Reading CSV files", () => import("csv-parse"));
  const places = new PlaceInFile(ranges);
  const parser = parse({
    bom: true,
    info: true,
    skip_empty_lines: true,
    relax_column_count: true,
    skip_records_with_error: true,
    max_record_size: MAX_RECORD_BYTES,
  });
  parser.on("skip", (error: Error & { lines?: number }) => {
    const message = `this is no CSV: ${error.message}; it was skipped`;
    report({ code: "damaged", line: places.line(error.lines ?? 1), message });
  });
  // Copied, because windows' memory is used again while the parser may still hold it.
  const chunks = async function* () {
    for await (const { bytes } of source.windowsAsync({
      windowBytes: WINDOW_BYTES,
      ...(ranges && { ranges }),
    })) {
      yield Buffer.from(bytes);
    }
  };
  pipeline(Readable.from(chunks()), parser, () => undefined);
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRecord>) {
      yield { cells: record, ...places.next(info.lines, info.bytes) };
    }
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code !== "string" || !code.startsWith("CSV_")) throw error;
    throw new HistoryError(`this is no CSV: ${(error as Error).message}`, source.place);
  }
}

/** Where the parser is in the file, while it sees the ranges as one text. */
class PlaceInFile {
  readonly #ranges: readonly CsvRange[] | undefined;
  #at = 0;
  #bytesBefore = 0;
  #linesBefore = 0;
  #lines = 0;

  constructor(ranges: readonly CsvRange[] | undefined) {
    this.#ranges = ranges;
  }

  next(lines: number, bytes: number): { readonly line: number; readonly end: number } {
    let range = this.#ranges?.[this.#at];
    while (range !== undefined && bytes - this.#bytesBefore > range.end - range.start) {
      this.#bytesBefore += range.end - range.start;
      this.#linesBefore = this.#lines;
      range = this.#ranges?.[++this.#at];
    }
    this.#lines = lines;
    return { line: this.line(lines), end: (range?.start ?? 0) + bytes - this.#bytesBefore };
  }

  line(lines: number): number {
    return (this.#ranges?.[this.#at]?.line ?? 0) + lines - this.#linesBefore;
  }
}
