import type { Dialect } from "../dialect.js";
import type { HistoryTable } from "../history-source.js";
import { tellsFile } from "../source/column-rows.js";
import { namedRun, runOfFile } from "../source/file-run.js";
import { isMerged } from "../source/history-steps.js";
import { runColumn } from "../source/run-column.js";
import { sparkFileNames } from "../source/spark-files.js";
import { type Cte, indented } from "./cte.js";

/** What rows of one run are known by while there are many of them. */
export interface RunKey {
  readonly column: "run" | "run_key";
  /** The key of a run, given its name. */
  readonly keyOf: (run: string) => string;
  /** The key of a row `h` of `history`; on Spark, what runs have as `told_key`. */
  readonly ofRow: string;
  /** Whether rows lie in the order of their steps, so that a row's place is its step, and one of both is enough. */
  readonly byStep: boolean;
  /** The runs' names by key, where the key isn't the name. */
  readonly names?: Cte;
  /** The column of `names` that is a run's key in one row only. */
  readonly once: "run_key" | "told_key";
  /** The column of `history` that tells the run of a row. */
  readonly told: "run" | "file";
  /** Which runs' rows are looked at; undefined where all are. */
  readonly watched?: {
    /** What their row of `admitted` says. */
    readonly condition: string;
    /** Whether it is known which files those are, as `watched_files`. */
    readonly files: boolean;
  };
}

/** What a dialect knows runs by. */
export function runKey(history: HistoryTable, d: Dialect): RunKey {
  return d.addsUp ? numberedRuns(history, d) : hashedRuns(history, d);
}

/** Runs known by their names. */
const RUN_ITSELF: RunKey = {
  column: "run",
  keyOf: (run) => run,
  ofRow: "h.run",
  byStep: false,
  told: "run",
  once: "run_key",
};

/**
 * Sorting rows by the names of files takes DuckDB twice as long as by numbers: where files tell the run, a run is known
 * by its hash. Two runs of one hash end the query.
 */
function hashedRuns(history: HistoryTable, d: Dialect): RunKey {
  const merged = isMerged(history);
  const byStep = history.format !== "jsonl" && !merged;
  if (runColumn(history) !== undefined) return { ...RUN_ITSELF, byStep };
  const keyOf = (name: string) => `hash(${name})`;
  const told = tellsFile(history, merged) ? "file" : "run";
  // Of rows as they lie in files, names alone can be read.
  const named =
    told === "file"
      ? `SELECT ${runOfFile(history, "file", d)} AS run, file FROM (SELECT DISTINCT file FROM logged) AS files`
      : `SELECT DISTINCT run FROM ${merged ? "history" : "logged"}`;
  return {
    column: "run_key",
    ...{ byStep, keyOf, told },
    // That names of files tell runs is looked at once per file: by `names`.
    once: "run_key",
    ofRow: keyOf(told === "file" ? namedRun(history, "h.file", d) : "h.run"),
    names: {
      name: "run_names",
      comment: "The runs by their hashes, which sort faster than names of files.",
      shared: true,
      sql: `SELECT ${keyOf("run")} AS run_key,
  CASE WHEN count(DISTINCT run) = 1 THEN min(run) ELSE error('two runs have the same hash: ' || min(run) || ' and ' || max(run)) END AS run${told === "file" ? ", list(file) AS files" : ""}
FROM (${named}) AS named
GROUP BY run_key`,
    },
  };
}

/** Spark gets at a run's number by what tells the run of a row, so that a file's name is taken apart once. */
function numberedRuns(history: HistoryTable, d: Dialect): RunKey {
  const merged = isMerged(history);
  const byFile = tellsFile(history, merged);
  const told = byFile ? "file" : "run";
  const found = byFile
    ? sparkFileNames(history.files)
    : "SELECT /*+ REPARTITION(1) */ run FROM (SELECT DISTINCT run FROM history) AS runs";
  const one = `CASE WHEN min(${told}) = max(${told}) THEN min(${told})
    ELSE raise_error('two ${told}s have the same hash: ' || min(${told}) || ' and ' || max(${told})) END`;
  const hashes = `SELECT ${hashed(told)} AS told_key,
  ${one} AS ${told}
FROM (${found}) AS told
GROUP BY ${hashed(told)}`;
  return {
    column: "run_key",
    keyOf: (name) => name,
    ofRow: toldKey(told, "h"),
    once: "told_key",
    byStep: history.format !== "jsonl" && !merged,
    told,
    names: {
      name: "run_names",
      comment:
        "The runs by a number, which is sorted faster than names; rows are told by hashes, which are joined faster.",
      shared: true,
      sql: byFile
        ? runsOfFiles(runOfFile(history, "file", d), hashes)
        : `SELECT run, told_key AS run_key, array(told_key) AS told_keys, told_key\nFROM (\n${indented(hashes)}\n) AS hashes`,
    },
  };
}

/** The runs of files, `(run, run_key, told_keys, file, told_key)`, a row per file, given what `hashes` of them there are. */
function runsOfFiles(run: string, hashes: string): string {
  return `SELECT run, run_key, told_keys, inline(files)
FROM (
  SELECT run, min(told_key) AS run_key, collect_list(told_key) AS told_keys, collect_list(struct(file, told_key)) AS files
  FROM (
    SELECT ${run} AS run, file, told_key
    FROM (
${indented(indented(indented(hashes)))}
    ) AS hashes
  ) AS named
  GROUP BY run
) AS runs`;
}

/** Joins the runs' names, as `names`, to rows that are known by their keys; nothing where those are the names. */
export function joinNames({ names, once, column }: RunKey, rows: string): string {
  return names ? `\nJOIN ${names.name} AS names ON names.${once} = ${rows}.${column}` : "";
}

/** What tells the run of a row, as a number that names of runs are joined by. */
export function toldKey(told: "run" | "file", row: string): string {
  return hashed(`${row}.${told}`);
}

function hashed(text: string): string {
  return `xxhash64(${text})`;
}
