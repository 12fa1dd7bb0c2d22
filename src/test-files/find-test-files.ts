import { stat } from "node:fs/promises";
import { join, posix, relative, resolve, sep } from "node:path";
import { glob, isDynamicPattern } from "tinyglobby";
import { AutomationsError } from "../errors/index.js";

const MODULES = "tests.{ts,mts,cts,js,mjs,cjs}";
const DATA = "test.{yaml,yml}";

/** Where tests are looked for when nobody says where. `.tests.ts`, because other runners take `.test.ts` for theirs. */
const DEFAULT_PATTERNS: readonly string[] = [
  `**/*automations.${DATA}`,
  `**/*automations.${MODULES}`,
  `automations/**/*.${DATA}`,
  `automations/**/*.${MODULES}`,
];
const IN_FOLDER: readonly string[] = [`**/*.${DATA}`, `**/*.${MODULES}`];
const NEVER = ["**/node_modules/**", "{dist,build,coverage,wandb}/**"];

/**
 * Finds test files by paths, folders and glob patterns, each once.
 *
 * @returns paths from `cwd`, with forward slashes
 * @throws AutomationsError `FILES` where there are none, or none for one of the patterns
 */
export async function findTestFiles(patterns: readonly string[], cwd: string): Promise<string[]> {
  if (patterns.length === 0) {
    const found = await matching(DEFAULT_PATTERNS, cwd);
    if (found.length > 0) return found;
    throw new AutomationsError(
      "FILES",
      `There are no test files; looked for ${DEFAULT_PATTERNS.join(", ")}.`,
      {
        hint: "Name the files, or make some with: wandb-automations init",
      },
    );
  }
  const files = new Set<string>();
  for (const pattern of patterns) {
    const found = await expand(pattern, cwd);
    if (found.length === 0) throw new AutomationsError("FILES", `No test file is or matches ${pattern}.`);
    for (const file of found) files.add(file);
  }
  return [...files];
}

async function expand(pattern: string, cwd: string): Promise<string[]> {
  const full = resolve(cwd, pattern);
  const stats = await stat(full).catch(() => undefined);
  const path = relative(cwd, full).replaceAll("\\", "/");
  if (stats?.isFile()) return [path];
  if (stats?.isDirectory()) return (await matching(IN_FOLDER, full)).map((file) => posix.join(path, file));
  return isDynamicPattern(pattern)
    ? await matching([sep === "\\" ? pattern.replaceAll("\\", "/") : pattern], cwd)
    : [];
}

async function matching(patterns: readonly string[], cwd: string): Promise<string[]> {
  const found = await glob([...patterns], { cwd: join(cwd), ignore: NEVER, expandDirectories: false });
  return found.sort();
}
