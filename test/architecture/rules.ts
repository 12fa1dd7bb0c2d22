import { isBuiltin } from "node:module";
import { basename } from "node:path";
import ts from "typescript";
import { findCycles, layerOf, type ModuleGraph, moduleGraph, staticallyReachable } from "./module-graph.js";

/**
 * Which folders a folder of `src/` may import, itself aside. The emulator stays blind to `model` and
 * `compile` so that an error in our compiler can't cancel itself out.
 */
const BELOW_TESTING: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  wire: ["errors"],
  history: ["errors"],
  transport: ["wire", "errors"],
  model: ["wire", "errors"],
  compile: ["model", "wire", "errors"],
  client: ["compile", "model", "transport", "wire", "history", "errors"],
  evaluate: ["compile", "model", "wire", "history", "errors"],
  sql: ["evaluate", "compile", "model", "wire", "history", "errors"],
  emulator: ["wire", "evaluate", "history", "errors"],
  plan: ["client", "compile", "model", "transport", "wire", "errors"],
  files: ["model", "wire", "errors"],
};
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  ...BELOW_TESTING,
  testing: Object.keys(BELOW_TESTING),
  "test-files": [...Object.keys(BELOW_TESTING), "testing"],
  lint: [...Object.keys(BELOW_TESTING), "testing"],
  cli: [...Object.keys(BELOW_TESTING), "testing", "lint", "test-files"],
};

/** Entry files that aren't named after a folder, and the folder whose rights they have. */
const ENTRY_OF: Readonly<Record<string, string>> = { index: "client" };

/** Development dependencies whose code the build copies into `dist/` (tsup.config.ts says why). */
const BUNDLED = ["d3-scale", "d3-shape", "zod"];
/** Files that are imported for the sake of an optional package, and so may load it at once. */
const ADAPTERS: Readonly<Record<string, string>> = { "testing/vitest.ts": "vitest" };
const MAX_LINES = 400;
const VAGUE_NAMES = /^(utils?|helpers?|common|misc|shared)\b/;

/** The parts of package.json that say what is installed with the package. */
export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

function mayImport(from: string, to: string): boolean {
  if (to.startsWith("entry:")) return false;
  const entry = from.startsWith("entry:") ? from.slice("entry:".length) : undefined;
  const layer = entry === undefined ? from : (ENTRY_OF[entry] ?? entry);
  return layer === to || (ALLOWED[layer]?.includes(to) ?? false);
}

function directionProblems(graph: ModuleGraph): string[] {
  const unknown = [...new Set([...graph.files.keys()].map(layerOf))].filter(
    (layer) => !layer.startsWith("entry:") && !(layer in ALLOWED),
  );
  const wrong = graph.edges
    .filter((edge) => edge.file !== undefined && !mayImport(layerOf(edge.from), layerOf(edge.file)))
    .map((edge) => `src/${edge.from}:${edge.line} may not import src/${edge.file}`);
  return [...unknown.map((layer) => `src/${layer}/ has no place in the import direction`), ...wrong];
}

function rootProblems(graph: ModuleGraph): string[] {
  if (!graph.files.has("index.ts")) return [];
  return [...staticallyReachable(graph, "index.ts").packages].map(
    ([name, path]) => `the root entry loads "${name}": ${path.map((file) => `src/${file}`).join(" → ")}`,
  );
}

function manifestProblems(graph: ModuleGraph, manifest: Manifest): string[] {
  const always = Object.keys(manifest.dependencies ?? {});
  const optional = Object.keys(manifest.peerDependencies ?? {});
  return graph.edges.flatMap((edge) => {
    const name = edge.package;
    if (name === undefined || isBuiltin(name) || always.includes(name) || BUNDLED.includes(name)) return [];
    const where = `src/${edge.from}:${edge.line}`;
    if (!optional.includes(name)) return [`${where} imports "${name}", which package.json doesn't ask for`];
    return edge.kind === "static" && ADAPTERS[edge.from] !== name
      ? [`${where} loads the optional package "${name}" unasked`]
      : [];
  });
}

function hasDefaultModifier(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node)?.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword) ?? false)
  );
}

function styleProblem(node: ts.Node): string | undefined {
  if (ts.isEnumDeclaration(node)) return "an enum: use an `as const` object and a union";
  if (ts.isExportAssignment(node) || hasDefaultModifier(node)) return "a default export";
  if (!ts.isExportDeclaration(node)) return undefined;
  if (node.exportClause === undefined) return "`export *`: name what is public";
  const named = ts.isNamedExports(node.exportClause) ? node.exportClause.elements : [];
  return named.some((element) => element.name.text === "default") ? "a default export" : undefined;
}

function fileProblems(path: string, source: ts.SourceFile): string[] {
  const problems: string[] = [];
  const lines = source.text.trimEnd().split("\n").length;
  if (lines > MAX_LINES) problems.push(`src/${path} has ${lines} lines, over ${MAX_LINES}`);
  if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.ts$/.test(basename(path)))
    problems.push(`src/${path} isn't named in kebab-case`);
  if (path.split("/").some((part) => VAGUE_NAMES.test(part)))
    problems.push(`src/${path} has a name that says nothing about what is in it`);
  if (source.isDeclarationFile) return problems;
  ts.forEachChild(source, function visit(node): void {
    const problem = styleProblem(node);
    if (problem !== undefined) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      problems.push(`src/${path}:${line + 1} has ${problem}`);
    }
    ts.forEachChild(node, visit);
  });
  return problems;
}

/** Everything in which `texts` (path from `src/` → source text) departs from the architecture, in words. */
export function architectureProblems(texts: ReadonlyMap<string, string>, manifest: Manifest): string[] {
  const graph = moduleGraph(texts);
  return [
    ...directionProblems(graph),
    ...findCycles(graph).map((path) => `import cycle: ${path.map((file) => `src/${file}`).join(" → ")}`),
    ...rootProblems(graph),
    ...manifestProblems(graph, manifest),
    ...[...graph.files].flatMap(([path, source]) => fileProblems(path, source)),
  ];
}
