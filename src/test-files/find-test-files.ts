import { AutomationsError } from "../errors/index.js";
import { expandPattern, type FileRules, findUnasked } from "../files/expand-pattern.js";

const MODULES = "tests.{ts,mts,cts,js,mjs,cjs}";
const DATA = "test.{yaml,yml}";

/** Where tests are looked for when nobody says where. `.tests.ts`, because other runners take `.test.ts` for theirs. */
const DEFAULT_PATTERNS: readonly string[] = [
  `**/*automations.${DATA}`,
  `**/*automations.${MODULES}`,
  `automations/**/*.${DATA}`,
  `automations/**/*.${MODULES}`,
];
const RULES: FileRules = {
  inFolder: [`**/*.${DATA}`, `**/*.${MODULES}`],
  never: ["**/node_modules/**", "{dist,build,coverage,wandb}/**"],
};

/**
 * Finds test files by paths, folders and glob patterns, each once.
 *
 * @returns paths from `cwd`, with forward slashes
 * @throws AutomationsError `FILES` where there are none, or none for one of the patterns
 */
export async function findTestFiles(patterns: readonly string[], cwd: string): Promise<string[]> {
  if (patterns.length === 0) {
    const found = await findUnasked(DEFAULT_PATTERNS, cwd, RULES);
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
    const { found } = await expandPattern(pattern, cwd, RULES);
    if (found.length === 0) throw new AutomationsError("FILES", `No test file is or matches ${pattern}.`);
    for (const file of found) files.add(file);
  }
  return [...files];
}
