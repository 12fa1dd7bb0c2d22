import { HistoryError } from "../errors/index.js";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file: a part of its path is a file, not a directory",
  EISDIR: "a directory was given where a file is needed",
  EACCES: "this user may not read it",
  EPERM: "this user may not read it",
  EMFILE: "too many files are open",
  ELOOP: "its path goes round in circles of links",
  ENAMETOOLONG: "its path is too long",
};

/** What the operating system said about a file, as a HistoryError. */
export function openError(file: string, error: unknown): HistoryError {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? "";
  const reason = Object.hasOwn(REASONS, code)
    ? REASONS[code]!
    : `it can't be read (${code || String(error)})`;
  return new HistoryError(reason, { file, cause: error });
}
