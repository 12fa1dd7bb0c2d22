import type { HistoryWarning } from "./run-history.js";

/** How many warnings of one kind are kept word for word; a ruined file could give millions. */
const KEPT_PER_CODE = 100;

interface Kind {
  kept: number;
  more: number;
  /** Where in the list the warning stands that counts the rest. */
  summaryAt: number;
  /** Farthest place counted, so that a second reading doesn't count it again. */
  farthest: number;
}

/**
 * Collects one file's warnings. Rows may be read again and again, so the same warning counts once;
 * beyond a hundred of a kind only their number is kept, in one last warning.
 */
export class WarningLog {
  readonly list: HistoryWarning[] = [];
  readonly #file: string | undefined;
  #run: string | undefined;
  readonly #seen = new Set<string>();
  readonly #kinds = new Map<string, Kind>();

  /** @param file added to every warning */
  constructor(file?: string) {
    this.#file = file;
  }

  /** Adds the run's id to every warning, the ones that are there included. */
  nameRun(run: string): void {
    this.#run = run;
    for (const [i, warning] of this.list.entries()) this.list[i] = this.#complete(warning);
  }

  /** For readers, which hand it around. */
  readonly add = (warning: HistoryWarning): void => {
    const { code = "", file, line, offset, step, message } = warning;
    const key = `${code}\0${file}\0${line}\0${offset}\0${step}\0${message}`;
    if (this.#seen.has(key)) return;
    let kind = this.#kinds.get(code);
    if (kind === undefined) {
      kind = { kept: 0, more: 0, summaryAt: -1, farthest: -1 };
      this.#kinds.set(code, kind);
    }
    if (kind.kept < KEPT_PER_CODE) {
      this.#seen.add(key);
      kind.kept += 1;
      this.list.push(this.#complete(warning));
      return;
    }
    const place = offset ?? line ?? step ?? 0;
    if (place <= kind.farthest) return;
    kind.farthest = place;
    kind.more += 1;
    const summary = this.#complete({
      ...(warning.code === undefined ? {} : { code: warning.code }),
      message: `and ${kind.more} more warnings of this kind`,
    });
    if (kind.summaryAt < 0) kind.summaryAt = this.list.push(summary) - 1;
    else this.list[kind.summaryAt] = summary;
  };

  #complete(warning: HistoryWarning): HistoryWarning {
    return {
      ...warning,
      ...(this.#file === undefined ? {} : { file: this.#file }),
      ...(this.#run === undefined ? {} : { run: this.#run }),
    };
  }
}
