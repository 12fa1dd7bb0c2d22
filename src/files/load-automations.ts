import { readFile } from "node:fs/promises";
import path from "node:path";
import type { KeptAutomation } from "../model/kept-automation.js";
import type { NewAutomation } from "../model/new-automation.js";
import { collectExports, type FoundExport } from "./collect-exports.js";
import { exportLine } from "./export-line.js";
import { type ExportPath, exportText, nameFromExport } from "./export-name.js";
import { DEFAULT_PATTERNS, findAutomationFiles } from "./find-automation-files.js";
import { ignoredRules } from "./ignored-rules.js";
import { type LoadProblem, notLoaded } from "./load-problem.js";
import { createModuleLoader } from "./module-loader.js";

/** An automation as it was found in a file. */
export interface LoadedAutomation {
  /** Its own name, or one made of its export's: `lossSpike` is `loss-spike`. */
  readonly name: string;
  readonly automation: NewAutomation;
  /** Path from the working directory, with forward slashes. */
  readonly file: string;
  /** How it is reached from the file's exports: `lossSpike`, `alerts[0]`, `default`. */
  readonly exportName: string;
  /** Where it is exported, from 1, where that was found. */
  readonly line?: number;
  /** Lint rules that comments beside it, or about the whole file, say to ignore (docs/lint.md). */
  readonly ignoredRules: readonly string[];
}

/** An automation that is kept as a server has it, as it was found in a file. */
export interface LoadedKept extends Omit<LoadedAutomation, "automation"> {
  readonly automation: KeptAutomation;
}

/** What {@link loadAutomations} takes. */
export interface LoadOptions {
  /** The folder that patterns start from. Default: that of the process. */
  readonly cwd?: string | undefined;
  /** Milliseconds that one file, with what it imports, may take to load. Default: 10,000. */
  readonly timeoutMs?: number | undefined;
}

/** What was found in files, and what was wrong with them. */
export interface LoadedAutomations {
  /** In the order of their files and lines; an automation that is exported twice is there once. */
  readonly automations: readonly LoadedAutomation[];
  /** Those of kinds that have no builders, made by `keepAutomation`: plans know them, and nothing else does. */
  readonly kept: readonly LoadedKept[];
  readonly problems: readonly LoadProblem[];
  /** The files that were looked at, as paths from the working directory. */
  readonly files: readonly string[];
}

/**
 * Loads every automation that TypeScript or JavaScript files export: single ones, lists and plain objects of them. No
 * build is needed, nothing is sent, and a file that can't be loaded doesn't keep the others from being.
 *
 * @param patterns paths, folders or glob patterns. Default: `automations.ts`, `automations/**`, and
 * `*.automations.ts` anywhere, also `.mts`, `.cts`, `.js`, `.mjs` and `.cjs`; tests are left out.
 * @returns also what is wrong, as `problems`; nothing is thrown for what is in the files.
 *
 * @example
 * ```ts no-run
 * import { loadAutomations } from "wandb-automations/files";
 *
 * const { automations, problems } = await loadAutomations(["automations/*.ts"]);
 * for (const { name, file, line } of automations) console.log(name, `${file}:${line}`);
 * for (const { file, message } of problems) console.error(file, message);
 * ```
 */
export async function loadAutomations(
  patterns?: readonly string[],
  options: LoadOptions = {},
): Promise<LoadedAutomations> {
  const cwd = path.resolve(options.cwd ?? ".");
  const { files, named, missing } = await findAutomationFiles(patterns, cwd);
  const problems: LoadProblem[] = missing.map(nothingThere);
  if (files.length === 0 && missing.length === 0) problems.push(noFiles());
  const found: Candidate[] = [];
  const loader = await createModuleLoader({ cwd, timeoutMs: options.timeoutMs });
  for (const file of files) {
    const full = path.join(cwd, file);
    try {
      const exports = collectExports(await loader.load(full));
      if (exports.length === 0 && named.has(file)) problems.push(empty(file));
      const source = exports.length === 0 ? "" : await readFile(full, "utf8");
      for (const each of exports) found.push(candidate(each, file, source));
    } catch (error) {
      problems.push(notLoaded(file, full, error));
    }
  }
  loader.close();
  const unique = onePerValue(found);
  return {
    automations: unique.flatMap(({ found, at, source }) =>
      found.kind === "automation" ? [toLoaded(found.value, found.path, at, source)] : [],
    ),
    kept: unique.flatMap(({ found, at, source }) =>
      found.kind === "kept" ? [toLoaded(found.value, found.path, at, source)] : [],
    ),
    problems: [...problems, ...unique.flatMap(({ found, at }) => misfit(found, at))],
    files,
  };
}

interface Place {
  readonly file: string;
  readonly line?: number;
}
interface Candidate {
  readonly found: FoundExport;
  readonly at: Place;
  readonly source: string;
}

function candidate(found: FoundExport, file: string, source: string): Candidate {
  const line = exportLine(source, found.path);
  return { found, at: { file, ...(line === undefined ? {} : { line }) }, source };
}

/** Of several exports of a value the one that declares it counts, which is where it has a line; `default` comes last. */
function onePerValue(candidates: readonly Candidate[]): Candidate[] {
  const chosen = new Map<object, Candidate>();
  for (const each of [...candidates].sort((a, b) => rank(a) - rank(b))) {
    if (!chosen.has(each.found.value)) chosen.set(each.found.value, each);
  }
  return [...chosen.values()].sort(
    ({ at: a }, { at: b }) =>
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || (a.line ?? 0) - (b.line ?? 0),
  );
}

function rank({ found, at }: Candidate): number {
  const isDefault = found.path[0] === "default";
  return at.line === undefined
    ? Number.MAX_SAFE_INTEGER - (isDefault ? 0 : 1)
    : at.line + (isDefault ? 1e9 : 0);
}

function toLoaded<A extends NewAutomation | KeptAutomation>(
  automation: A,
  path: ExportPath,
  at: Place,
  source: string,
) {
  const name = automation.name ?? nameFromExport(path, at.file);
  const rules = ignoredRules(source, at.line);
  return { name, automation, exportName: exportText(path), ignoredRules: rules, ...at };
}

function misfit({ kind, path }: FoundExport, at: Place): LoadProblem[] {
  const name = exportText(path);
  if (kind === "event") {
    const message = `${name} is an event without an action, so it is no automation`;
    const hint = "Say what it does: .then(new SendNotification({ … })), or .then(new DoNothing()).";
    return [{ severity: "warning", ...at, message, hint }];
  }
  if (kind === "automation" || kind === "kept") return [];
  const message = `${name} was read from a server, so it isn't defined here`;
  return [{ severity: "warning", ...at, message }];
}

const empty = (file: string): LoadProblem => ({
  severity: "error",
  file,
  message: "it exports no automation",
  hint: "Export what .then(action) gives, as in: export const lossSpike = new OnRunMetric({ … }).then(action)",
});

const nothingThere = (pattern: string): LoadProblem => ({
  severity: "error",
  file: pattern,
  message: "there is no such file, and nothing matches it as a pattern",
});

const noFiles = (): LoadProblem => ({
  severity: "error",
  file: ".",
  message: `there are no files with automations; looked for ${DEFAULT_PATTERNS.join(", ")}`,
  hint: "Make one with: wandb-automations init",
});
