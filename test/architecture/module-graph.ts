import { posix } from "node:path";
import ts from "typescript";
import { type ModuleImport, moduleImports } from "./module-imports.js";

/** A file that imports something, and the file (path from `src/`) or the package it imports. */
export interface Edge extends ModuleImport {
  readonly from: string;
  readonly file?: string;
  readonly package?: string;
}

/** The source files by their path from `src/`, and what they import. */
export interface ModuleGraph {
  readonly files: ReadonlyMap<string, ts.SourceFile>;
  readonly edges: readonly Edge[];
}

function packageName(specifier: string): string {
  if (specifier.startsWith("node:")) return specifier;
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0]!;
}

/** Reads `texts` (path from `src/` → source text) into a graph. Unresolvable relative imports throw. */
export function moduleGraph(texts: ReadonlyMap<string, string>): ModuleGraph {
  const files = new Map<string, ts.SourceFile>();
  for (const [path, text] of texts)
    if (path.endsWith(".ts")) files.set(path, ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  const edges = [...files].flatMap(([from, source]) =>
    moduleImports(source).map((entry): Edge => {
      if (!entry.specifier.startsWith(".")) return { ...entry, from, package: packageName(entry.specifier) };
      const asked = posix.join(posix.dirname(from), entry.specifier);
      // A file that is imported as text is what its name says; a module is the source of what it names.
      const file = asked.endsWith("?raw") ? asked.slice(0, -"?raw".length) : asked.replace(/\.js$/, ".ts");
      if (!texts.has(file))
        throw new Error(`src/${from}:${entry.line} imports src/${file}, which isn't there`);
      return { ...entry, from, file };
    }),
  );
  return { files, edges };
}

/** The folder a file belongs to; a file directly in `src/` is the entry of the folder of its name. */
export function layerOf(file: string): string {
  return file.includes("/") ? file.slice(0, file.indexOf("/")) : `entry:${file.replace(/\.ts$/, "")}`;
}

/** What loading `entry` loads at once: files and packages, each with the chain of files that leads there. */
export function staticallyReachable(graph: ModuleGraph, entry: string) {
  const files = new Map<string, readonly string[]>([[entry, [entry]]]);
  const packages = new Map<string, readonly string[]>();
  for (const [file, path] of files) {
    for (const edge of graph.edges) {
      if (edge.from !== file || edge.kind !== "static") continue;
      if (edge.package !== undefined && !packages.has(edge.package)) packages.set(edge.package, path);
      if (edge.file !== undefined && !files.has(edge.file)) files.set(edge.file, [...path, edge.file]);
    }
  }
  return { files, packages };
}

/**
 * Cycles of files that load each other, each as the path that closes it. Type imports leave nothing to load: an
 * event names the type of the automation it makes, and the automation that of its event.
 */
export function findCycles(graph: ModuleGraph): string[][] {
  const targets = new Map<string, Set<string>>();
  for (const edge of graph.edges) {
    if (edge.file === undefined || edge.kind === "type") continue;
    const known = targets.get(edge.from) ?? new Set();
    targets.set(edge.from, known.add(edge.file));
  }
  const cycles: string[][] = [];
  const done = new Set<string>();
  const walk = (file: string, path: string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      cycles.push([...path.slice(start), file]);
      return;
    }
    if (done.has(file)) return;
    for (const target of targets.get(file) ?? []) walk(target, [...path, file]);
    done.add(file);
  };
  for (const file of graph.files.keys()) walk(file, []);
  return cycles;
}
