import { stat } from "node:fs/promises";
import path from "node:path";
import { glob, isDynamicPattern } from "tinyglobby";

/** What to look for in a folder that was named, and what never to find. */
export interface FileRules {
  readonly inFolder: readonly string[];
  /** Left out everywhere. */
  readonly never: readonly string[];
  /** Left out besides in a folder that was named, and where nothing was. */
  readonly notUnasked?: readonly string[];
}

/** Files as paths from the folder they were looked for in, with forward slashes. */
export interface ExpandedPattern {
  readonly found: readonly string[];
  /** Whether a single file was named. */
  readonly exact: boolean;
}

/** The files that a path, a folder or a glob pattern names. */
export async function expandPattern(
  pattern: string,
  cwd: string,
  rules: FileRules,
): Promise<ExpandedPattern> {
  const full = path.resolve(cwd, pattern);
  const stats = await stat(full).catch(() => undefined);
  const relative = path.relative(cwd, full).replaceAll("\\", "/");
  if (stats?.isFile()) return { found: [relative], exact: true };
  if (stats?.isDirectory()) {
    const inside = await findUnasked(rules.inFolder, full, rules);
    return { found: inside.map((file) => path.posix.join(relative, file)), exact: false };
  }
  if (!isDynamicPattern(pattern)) return { found: [], exact: true };
  const slashed = path.sep === "\\" ? pattern.replaceAll("\\", "/") : pattern;
  return { found: await matching([slashed], cwd, rules.never), exact: false };
}

/** The files in `cwd` that match patterns which nobody gave. */
export function findUnasked(
  patterns: readonly string[],
  cwd: string,
  { never, notUnasked = [] }: FileRules,
): Promise<string[]> {
  return matching(patterns, cwd, [...never, ...notUnasked]);
}

async function matching(
  patterns: readonly string[],
  cwd: string,
  ignore: readonly string[],
): Promise<string[]> {
  const found = await glob([...patterns], { cwd, ignore: [...ignore], expandDirectories: false });
  return found.sort();
}
