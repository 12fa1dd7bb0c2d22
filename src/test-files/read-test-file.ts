import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { AutomationsError, isAutomationsError } from "../errors/index.js";
import { createModuleLoader } from "../files/module-loader.js";
import { isTestsDefinition } from "./define-tests.js";
import { parseTests } from "./parse-tests.js";
import { TestFileError } from "./test-file-error.js";
import type { TestsDefinition } from "./tests-definition.js";
import { parseYaml, type SourcePlace } from "./yaml-source.js";

/** What was read from a test file. */
export interface TestFile {
  /** The path as it was given. */
  readonly file: string;
  /** One, or as many as a module exports. */
  readonly definitions: readonly TestsDefinition[];
  /** Where a part of the file stands; not known of modules. */
  readonly place?: (path: readonly (string | number)[]) => SourcePlace;
}

const YAML = /^\.(ya?ml|json)$/i;
const MODULE = /^\.[cm]?[jt]s$/i;

/**
 * Reads a test file: YAML, JSON, or a TypeScript or JavaScript module that exports what `defineTests` gives. Code of
 * modules is run.
 *
 * @param file its name in messages
 * @param path where it is
 * @param cwd the project's folder
 * @throws TestFileError listing everything that is wrong, each with its place; MissingDependencyError where YAML can't
 *   be read; AutomationsError `FILES` for a module that can't be loaded
 */
export async function readTestFile(file: string, path: string, cwd: string): Promise<TestFile> {
  const extension = extname(file);
  if (MODULE.test(extension)) return await readModule(file, path, cwd);
  if (!YAML.test(extension)) {
    const message = "isn't a test file: those are .yaml, .yml, .json, or TypeScript and JavaScript modules";
    throw new TestFileError(file, [{ file, code: "extension", path: [], message }]);
  }
  const source = await parseYaml(file, await readText(file, path));
  const { definition, issues } = parseTests(source.value, "file");
  if (definition !== undefined) return { file, definitions: [definition], place: source.place };
  const problems = issues.map(({ about, ...issue }) => ({
    file,
    ...source.place(issue.path, about),
    ...issue,
  }));
  throw new TestFileError(
    file,
    problems.sort((a, b) => a.line - b.line || a.column - b.column),
  );
}

async function readText(file: string, path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new AutomationsError("FILES", `The test file ${file} can't be read: ${(cause as Error).message}`, {
      cause,
    });
  }
}

async function readModule(file: string, path: string, cwd: string): Promise<TestFile> {
  const loader = await createModuleLoader({ cwd });
  let exported: Readonly<Record<string, unknown>>;
  try {
    exported = await loader.load(path);
  } catch (cause) {
    if (isAutomationsError(cause)) throw cause;
    const what =
      cause instanceof Error ? cause.message.replace(/\nRequire stack:[\s\S]*$/, "") : String(cause);
    throw new AutomationsError("FILES", `The test file ${file} can't be loaded: ${what}`, { cause });
  } finally {
    loader.close();
  }
  const definitions = [...new Set(Object.values(exported).filter(isTestsDefinition))];
  if (definitions.length > 0) return { file, definitions };
  const message = "exports no tests: export what defineTests({ tests: [ … ] }) gives";
  throw new TestFileError(file, [{ file, code: "no_tests", path: [], message }]);
}
