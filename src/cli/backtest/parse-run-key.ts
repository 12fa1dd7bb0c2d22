import { InvalidArgumentError } from "commander";
import type { RunKey } from "../../sql/history-source.js";

/** What `--run-key` may be. */
export const RUN_KEY_FORMS = "file|export|column=name";

/** The value of `--run-key`. A column's name may be anything, also `file`. */
export function parseRunKey(text: string): RunKey {
  if (text === "file" || text === "export") return text;
  const [, column] = /^column=(.+)$/s.exec(text) ?? [];
  if (column !== undefined) return { column };
  throw new InvalidArgumentError(
    "must be file where each file is a run, export where files are named as W&B names exports, or column=name",
  );
}
