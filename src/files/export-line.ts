import type { ExportPath } from "./export-name.js";

/**
 * The line in a source text where an export is declared, from 1; that of a property where it is found below. Looks at
 * the text only, which is enough to point a reader at it. What is only passed on, `export { a }`, has no line.
 */
export function exportLine(source: string, path: ExportPath): number | undefined {
  const [first, ...rest] = path;
  const declared = find(source, 0, declarationOf(String(first)));
  const from = declared ?? find(source, 0, WHOLE_EXPORT);
  const last = (declared === undefined ? path : rest).findLast((part) => typeof part === "string");
  const inside = from === undefined || last === undefined ? undefined : find(source, from, propertyOf(last));
  const at = inside ?? declared;
  return at === undefined ? undefined : source.slice(0, at).split("\n").length;
}

const WHOLE_EXPORT = /^[ \t]*module\.exports[ \t]*=/gm;

function declarationOf(name: string): RegExp {
  if (name === "default") return /^[ \t]*(export[ \t]+default\b|module\.exports[ \t]*=)/gm;
  const word = literal(name);
  return new RegExp(`(\\b(const|let|var)[ \\t]+${word}\\b)|(\\bexports\\.${word}[ \\t]*=)`, "g");
}

const propertyOf = (name: string) =>
  new RegExp(`(\\b${literal(name)}|["']${literal(name)}["'])[ \\t]*[:,}\\n]`, "g");

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function find(source: string, from: number, pattern: RegExp): number | undefined {
  pattern.lastIndex = from;
  return pattern.exec(source)?.index;
}
