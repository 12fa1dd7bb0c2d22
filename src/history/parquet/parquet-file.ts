import type { FileMetaData } from "hyparquet";
import { HistoryError } from "../../errors/index.js";
import { parseFast } from "../json-value.js";
import { loadOptional } from "../load-optional.js";
import { openError } from "../open-error.js";
import { fileSlices } from "./file-slices.js";
import { limitPages } from "./limit-pages.js";
import { ParquetLayout, type RowGroup } from "./parquet-layout.js";
import { storedColumn } from "./stored-column.js";

/** What a Parquet file holds, without its data. */
export interface ParquetFile {
  readonly path: string;
  /** Names of the columns; of nested ones, the outermost. */
  readonly columns: readonly string[];
  readonly rowCount: number;
  readonly groups: readonly RowGroup[];
  /** About how many bytes a row takes in memory when these columns of it are decoded. */
  rowBytes(columns: readonly string[]): number;
  /** Decodes a column's values of the rows from `start` to `end`, which lie in the group. */
  read(column: string, group: RowGroup, start: number, end: number): Promise<ArrayLike<unknown>>;
}

/** Codecs that hyparquet has built in. */
const BUILT_IN = new Set(["UNCOMPRESSED", "SNAPPY"]);
const PURPOSE = "Reading Parquet files";
/** Times as seconds since the epoch, to the microsecond as databases have them: a Date has milliseconds. */
const SECONDS = {
  timestampFromMilliseconds: (millis: bigint) => Number(millis) / 1e3,
  timestampFromMicroseconds: (micros: bigint) => Number(micros) / 1e6,
  timestampFromNanoseconds: (nanos: bigint) => Number(nanos / 1000n) / 1e6,
  dateFromDays: (days: number) => days * 86_400,
};

/**
 * Reads a file's footer.
 *
 * @throws HistoryError if it can't be opened or is no Parquet file; MissingDependencyError if hyparquet, or
 *   what the file is compressed with, isn't installed
 */
export async function openParquetFile(path: string): Promise<ParquetFile> {
  const hyparquet = await loadOptional("hyparquet", PURPOSE, () => import("hyparquet"));
  return await withFile(path, async () => {
    const file = await fileSlices(path);
    if (file.byteLength === 0) throw new HistoryError("the file is empty", { file: path });
    const metadata = await hyparquet.parquetMetadataAsync(file);
    const compressors = limitPages({
      SNAPPY(input, outputLength) {
        const output = new Uint8Array(outputLength);
        hyparquet.snappyUncompress(input, output);
        return output;
      },
      ...(await compressorsFor(metadata)),
    });
    const parsers = { jsonFromBytes: (bytes: Uint8Array) => jsonOrText(new TextDecoder().decode(bytes)) };
    const layout = new ParquetLayout(metadata);
    return {
      path,
      columns: layout.columns,
      rowCount: Number(metadata.num_rows),
      groups: layout.groups,
      rowBytes: (columns) => layout.rowBytes(columns),
      async read(column, group, start, end) {
        const stored = storedColumn(layout.schemaOf(column));
        const scan = await hyparquet.parquetScan({
          file,
          metadata: layout.only(column, group, stored?.schema),
          parsers: column === "_timestamp" ? { ...parsers, ...SECONDS } : parsers,
          compressors,
          utf8: stored?.schema[0]?.type !== "BYTE_ARRAY",
        });
        const rows = { rowStart: start - group.start, rowEnd: end - group.start };
        const decoded = await scan.readColumn({ column, ...rows });
        return stored?.toValues(decoded) ?? decoded;
      },
    };
  });
}

/** Does something with a file; what goes wrong is a HistoryError that names it. */
async function withFile<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof HistoryError || (error as { code?: unknown }).code === "MISSING_DEPENDENCY")
      throw error;
    if (typeof (error as NodeJS.ErrnoException).syscall === "string") throw openError(path, error);
    const message = `this is no Parquet file, or it is damaged: ${(error as Error).message}`;
    throw new HistoryError(message, { file: path, cause: error });
  }
}

async function compressorsFor(metadata: FileMetaData) {
  const codecs = metadata.row_groups.flatMap((group) =>
    group.columns.map((column) => column.meta_data?.codec),
  );
  const other = codecs.find((codec) => codec !== undefined && !BUILT_IN.has(codec));
  if (other === undefined) return undefined;
  const purpose = `Reading Parquet files compressed with ${other}`;
  const { compressors } = await loadOptional(
    "hyparquet-compressors",
    purpose,
    () => import("hyparquet-compressors"),
  );
  return compressors;
}

/** JSON as W&B writes it may have bare tokens. */
function jsonOrText(text: string): unknown {
  return parseFast(text) ?? text;
}
