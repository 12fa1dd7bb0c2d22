import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import { glob, isDynamicPattern } from "tinyglobby";
import { HistoryError } from "../errors/index.js";
import { openError } from "./open-error.js";

/** The formats that `history()` reads. */
export type HistoryFormat = "wandb" | "jsonl" | "json" | "csv" | "parquet";

const FORMATS: Readonly<Record<string, HistoryFormat>> = {
  ".wandb": "wandb",
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".json": "json",
  ".csv": "csv",
  ".parquet": "parquet",
};

/** In a directory, `.json` is left out: wandb's own folders are full of it. */
const IN_DIRECTORY = "**/*.{wandb,jsonl,ndjson,csv,parquet}";
/** What the SDK keeps beside a run's file: media tables, logs, copies of code. */
const BESIDE_RUN_FILE = "{files,logs,tmp}/**";
const IN_RUN_FOLDERS = `**/{run-*,offline-run-*,latest-run}/${BESIDE_RUN_FILE}`;
const INSIDE_RUN_FOLDER = /(^|\/)((offline-)?run-[^/]*|latest-run)\/(files|logs|tmp)\//;
const RUN_FOLDER = /^(offline-)?run-|^latest-run$/;

/** A file of history. */
export interface HistoryFile {
  readonly path: string;
  readonly format: HistoryFormat;
}

/**
 * Finds files by paths, directories and glob patterns, each file once: wandb's `latest-run` link leads to a
 * run that is there anyway.
 *
 * @throws HistoryError if a path isn't there, a pattern or directory has no history files, or the extension
 * of a file that was named isn't known
 */
export async function findFiles(inputs: readonly string[], format?: HistoryFormat): Promise<HistoryFile[]> {
  const found = new Map<string, HistoryFile>();
  for (const input of inputs) {
    for (const file of await expand(input, format)) {
      const key = await realpath(file.path).catch(() => path.resolve(file.path));
      if (!found.has(key)) found.set(key, file);
    }
  }
  return [...found.values()];
}

async function expand(input: string, format: HistoryFormat | undefined): Promise<HistoryFile[]> {
  if (typeof input !== "string" || input === "" || input.includes("\0")) {
    throw new HistoryError(`a path or glob pattern is needed, not ${JSON.stringify(input) ?? String(input)}`);
  }
  const stats = await stat(input).catch((error: unknown) => {
    if (isDynamicPattern(input)) return undefined;
    throw openError(input, error);
  });
  if (stats?.isFile()) return [{ path: input, format: format ?? historyFormat(input) }];
  if (stats !== undefined && !stats.isDirectory()) {
    throw new HistoryError("it is a pipe or a device, not a regular file", { file: input });
  }
  const files = stats === undefined ? await matching(input, format) : await inDirectory(input, format);
  if (files.length > 0) return files;
  const known = Object.keys(FORMATS).join(", ");
  if (stats === undefined) {
    const hint = `Looked for files ending in ${known}.`;
    throw new HistoryError(`no history file matches the pattern ${input}`, { hint });
  }
  throw new HistoryError("the directory has no history files in it", {
    file: input,
    hint: `Looked for files ending in ${known}; .json is read only if it is named.`,
  });
}

async function inDirectory(directory: string, format: HistoryFormat | undefined): Promise<HistoryFile[]> {
  const names = await glob(IN_DIRECTORY, {
    cwd: directory,
    ignore: RUN_FOLDER.test(path.basename(path.resolve(directory))) ? BESIDE_RUN_FILE : IN_RUN_FOLDERS,
    followSymbolicLinks: false,
  });
  return withFormats(
    names.map((name) => path.join(directory, name)),
    format,
  );
}

/** What a pattern matches; directories among it are looked through. */
async function matching(pattern: string, format: HistoryFormat | undefined): Promise<HistoryFile[]> {
  const names = await glob(path.sep === "\\" ? pattern.replaceAll("\\", "/") : pattern, {
    absolute: path.isAbsolute(pattern),
    onlyFiles: false,
    expandDirectories: false,
  });
  // An ignore pattern can't reach what lies outside the working directory.
  const wanted = pattern.includes("**") ? names.filter((name) => !INSIDE_RUN_FOLDER.test(name)) : names;
  const files = withFormats(
    wanted.filter((name) => !name.endsWith("/")),
    format,
  );
  const folders = wanted.filter((name) => name.endsWith("/")).sort();
  return [...files, ...(await Promise.all(folders.map((folder) => inDirectory(folder, format)))).flat()];
}

/** In the order of their paths; without those of unknown formats, which nobody asked for by name. */
function withFormats(files: readonly string[], format: HistoryFormat | undefined): HistoryFile[] {
  return [...files].sort().flatMap((file) => {
    const known = format ?? FORMATS[path.extname(file).toLowerCase()];
    return known === undefined ? [] : [{ path: file, format: known }];
  });
}

/** The format that a file name tells.
 *
 * @throws HistoryError naming an extension that isn't known
 */
export function historyFormat(file: string): HistoryFormat {
  const extension = path.extname(file).toLowerCase();
  const format = Object.hasOwn(FORMATS, extension) ? FORMATS[extension] : undefined;
  if (format !== undefined) return format;
  throw new HistoryError(
    `its extension is ${extension === "" ? "missing" : extension}, which tells no format`,
    {
      file,
      hint: `Known are ${Object.keys(FORMATS).join(", ")}. Any file can be read by giving its \`format\`.`,
    },
  );
}
