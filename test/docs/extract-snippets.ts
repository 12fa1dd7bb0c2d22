/** A fenced `ts` block of a document or of a docstring. */
export interface Snippet {
  /** Path from the repository's root. */
  readonly file: string;
  /** Line of the first line of code, counted from 1. */
  readonly line: number;
  readonly code: string;
  /** What follows `ts` on the fence: `no-run`, `continues`, `context=a,b`. */
  readonly flags: readonly string[];
}

/** A fenced block in any language. */
export interface FencedBlock extends Snippet {
  readonly language: string;
}

const FENCE = /^(\s*)(`{3,})(.*)$/;

/** Every fenced block of a text, in order; `firstLine` is the line number of its first line. */
export function fencedBlocks(file: string, text: string, firstLine = 1): FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let open: { indent: string; ticks: string; info: string; line: number; code: string[] } | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    const [, indent = "", ticks = "", info = ""] = FENCE.exec(line) ?? [];
    if (open === undefined) {
      if (ticks) open = { indent, ticks, info, line: firstLine + index + 1, code: [] };
    } else if (ticks.length >= open.ticks.length && info.trim() === "") {
      const [language = "", ...flags] = open.info.trim().split(/\s+/);
      blocks.push({ file, line: open.line, language, flags, code: open.code.join("\n") });
      open = undefined;
    } else {
      open.code.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line);
    }
  }
  if (open !== undefined) throw new Error(`${file}:${open.line - 1}: this fenced block isn't closed`);
  return blocks;
}

/** The earlier block's code above the later one's, padded so that every line keeps its line number. */
function continued(before: Snippet, block: Snippet): Snippet {
  const blankLines = block.line - before.line - before.code.split("\n").length;
  return { ...before, code: `${before.code}${"\n".repeat(blankLines + 1)}${block.code}` };
}

/** The `ts` blocks; one marked `continues` starts with all the code it continues. */
function tsSnippets(blocks: readonly FencedBlock[]): Snippet[] {
  const snippets: Snippet[] = [];
  for (const block of blocks.filter(({ language }) => language === "ts" || language === "typescript")) {
    const before = snippets.at(-1);
    if (!block.flags.includes("continues")) snippets.push(block);
    else if (before !== undefined) snippets.push(continued(before, block));
    else throw new Error(`${block.file}:${block.line}: there is no block above that this one could continue`);
  }
  return snippets;
}

/** The `ts` blocks of a Markdown document. */
export function markdownSnippets(file: string, text: string): Snippet[] {
  return tsSnippets(fencedBlocks(file, text));
}

/** The `ts` blocks of a source file's docstrings. Throws at an `@example` that has none. */
export function docstringSnippets(file: string, text: string): Snippet[] {
  return [...text.matchAll(/^[ \t]*\/\*\*[\s\S]*?\*\//gm)].flatMap((comment) => {
    const line = text.slice(0, comment.index).split("\n").length;
    const body = comment[0].replace(/\s*\*\/$/, "").replace(/^[ \t]*(\/\*\*|\*) ?/gm, "");
    const snippets = tsSnippets(fencedBlocks(file, body, line));
    if (body.split(/^@example\b/m).length - 1 > snippets.length)
      throw new Error(`${file}:${line}: an @example here has no fenced ts block`);
    return snippets;
  });
}
