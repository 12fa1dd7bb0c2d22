import { expandPattern, type FileRules, findUnasked } from "./expand-pattern.js";

const EXTENSIONS = "{ts,mts,cts,js,mjs,cjs}";

/** Where automations are looked for when nobody says where. */
export const DEFAULT_PATTERNS: readonly string[] = [
  `automations.${EXTENSIONS}`,
  `automations/**/*.${EXTENSIONS}`,
  `**/*.automations.${EXTENSIONS}`,
];

const RULES: FileRules = {
  inFolder: [`**/*.${EXTENSIONS}`],
  never: ["**/node_modules/**", "**/*.d.{ts,mts,cts}"],
  // Tests stand beside what they test; a build repeats its sources; wandb/ holds copies of code that ran.
  notUnasked: [`**/*.{test,tests,spec,bench,config}.${EXTENSIONS}`, "{dist,build,coverage,wandb}/**"],
};

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
    const files = await findUnasked(DEFAULT_PATTERNS, cwd, RULES);
    return { files, named: new Set(), missing: [] };
  }
  const files = new Set<string>();
  const named = new Set<string>();
  const missing: string[] = [];
  for (const pattern of patterns) {
    const { found, exact } = await expandPattern(pattern, cwd, RULES);
    if (found.length === 0) missing.push(pattern);
    for (const file of found) {
      files.add(file);
      if (exact) named.add(file);
    }
  }
  return { files: [...files], named, missing };
}
