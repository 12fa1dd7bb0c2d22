import type { Document, LineCounter, Node, Pair } from "yaml";
import { loadOptional } from "../history/load-optional.js";
import { TestFileError, type TestFileProblem } from "./test-file-error.js";

/** Where something stands in a file; both count from 1. */
export interface SourcePlace {
  readonly line: number;
  readonly column: number;
}

type Path = readonly (string | number)[];

/** What was read from a YAML file, with where each part of it stands. */
export interface YamlSource {
  readonly value: unknown;
  /** Where the part at `path` stands, or the innermost part around it that does; `"key"`: its name in place of its value. */
  place(path: Path, what?: "key" | "value"): SourcePlace;
}

/** An alias may repeat a part so often: enough for shared runs, too little for a bomb. */
const MAX_ALIASES = 1000;

/**
 * Reads YAML 1.2, of which JSON is a part.
 *
 * @throws TestFileError where the text isn't YAML; MissingDependencyError where the package `yaml` isn't installed.
 */
export async function parseYaml(file: string, text: string): Promise<YamlSource> {
  const yaml = await loadOptional("yaml", "Reading a test file in YAML", () => import("yaml"));
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const broken = [...document.errors, ...document.warnings].map((error) => {
    const place = toPlace(lines, error.pos[0]);
    return { file, ...place, code: error.code.toLowerCase(), path: [], message: error.message };
  });
  if (broken.length > 0) throw new TestFileError(file, broken);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (cause) {
    const problem = { file, line: 1, column: 1, code: "alias", path: [], message: (cause as Error).message };
    throw new TestFileError(file, [problem satisfies TestFileProblem], { cause });
  }
  return { value, place: (path, what = "value") => find(yaml, document, lines, path, what) };
}

function find(
  yaml: typeof import("yaml"),
  document: Document,
  lines: LineCounter,
  path: Path,
  what: "key" | "value",
): SourcePlace {
  let node = document.contents as Node | null;
  let place = node;
  for (const [i, part] of path.entries()) {
    if (yaml.isAlias(node)) node = node.resolve(document) ?? null;
    if (yaml.isMap(node)) {
      const pair: Pair | undefined = node.items.find(({ key }) => keyText(yaml, key) === String(part));
      if (pair === undefined) break;
      const value = pair.value as Node | null;
      const atKey = (i === path.length - 1 && what === "key") || value?.range == null;
      place = atKey ? (pair.key as Node) : value;
      node = value;
    } else if (yaml.isSeq(node)) {
      const item = node.items[Number(part)] as Node | undefined;
      if (item === undefined) break;
      node = item;
      place = item;
    } else break;
  }
  return toPlace(lines, place?.range?.[0] ?? 0);
}

function keyText(yaml: typeof import("yaml"), key: unknown): string {
  return String(yaml.isScalar(key) ? key.value : key);
}

function toPlace(lines: LineCounter, offset: number): SourcePlace {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}
