import { stat } from "node:fs/promises";
import path from "node:path";
import { glob, isDynamicPattern } from "tinyglobby";

const EXTENSIONS = "{ts,mts,cts,js,mjs,cjs}";

/** Where automations are looked for when nobody says where. */
export const DEFAULT_PATTERNS: readonly string[] = [
  `automations.${EXTENSIONS}`,
  `automations/**/*.${EXTENSIONS}`,
  `**/*.automations.${EXTENSIONS}`,
];

const NEVER = ["**/node_modules/**", "**/*.d.{ts,mts,cts}"];
/** Tests stand beside what they test; a build repeats its sources; wandb/ holds copies of code that ran. */
const NOT_UNASKED = [`**/*.{test,tests,spec,bench,config}.${EXTENSIONS}`, "{dist,build,coverage,wandb}/**"];

/** The files that patterns name, as paths from `cwd` with forward slashes, and the patterns that name none. */
export interface FoundFiles {
  readonly files: readonly string[];
  /** Those among `files` that were named one by one. */
  readonly named: ReadonlySet<string>;
  readonly missing: readonly string[];
}

/** Finds files by paths, folders and glob patterns; by {@link DEFAULT_PATTERNS} where none are given. */
export async function findAutomationFiles(
  patterns: readonly string[] | undefined,
  cwd: string,
): Promise<FoundFiles> {
  if (patterns === undefined || patterns.length === 0) {
    const files = await matching(DEFAULT_PATTERNS, cwd, NOT_UNASKED);
    return { files, named: new Set(), missing: [] };
  }
  const files = new Set<string>();
  const named = new Set<string>();
  const missing: string[] = [];
  for (const pattern of patterns) {
    const { found, exact } = await expand(pattern, cwd);
    if (found.length === 0) missing.push(pattern);
    for (const file of found) {
      files.add(file);
      if (exact) named.add(file);
    }
  }
  return { files: [...files], named, missing };
}

async function expand(pattern: string, cwd: string): Promise<{ found: readonly string[]; exact: boolean }> {
  const full = path.resolve(cwd, pattern);
  const stats = await stat(full).catch(() => undefined);
  const relative = path.relative(cwd, full).replaceAll("\\", "/");
  if (stats?.isFile()) return { found: [relative], exact: true };
  if (stats?.isDirectory()) {
    const inside = await matching([`**/*.${EXTENSIONS}`], full, NOT_UNASKED);
    return { found: inside.map((file) => path.posix.join(relative, file)), exact: false };
  }
  if (!isDynamicPattern(pattern)) return { found: [], exact: true };
  const slashed = path.sep === "\\" ? pattern.replaceAll("\\", "/") : pattern;
  return { found: await matching([slashed], cwd, []), exact: false };
}

async function matching(
  patterns: readonly string[],
  cwd: string,
  ignore: readonly string[],
): Promise<string[]> {
  const found = await glob([...patterns], { cwd, ignore: [...NEVER, ...ignore], expandDirectories: false });
  return found.sort();
}
