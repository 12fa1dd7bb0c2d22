/** One row of a table of docs/parity.md. */
export interface ParityRow {
  readonly line: number;
  /** Python's names, with `*` for any part of one. */
  readonly python: readonly string[];
  /** Ours; none where there is none. */
  readonly here: readonly string[];
  readonly difference: string;
}

/** The inline code of a table's cell; a pipe is escaped there. */
function codeIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => (match[1] as string).replaceAll("\\|", "|"));
}

/** The rows of the tables whose first column is Python's. */
export function parityRows(text: string): ParityRow[] {
  const rows: ParityRow[] = [];
  let isOurs = false;
  for (const [index, line] of text.split("\n").entries()) {
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    if (cells.length !== 5 || cells[0] !== "") {
      isOurs = false;
      continue;
    }
    const [, python = "", here = "", difference = ""] = cells;
    if (python === "Python") isOurs = true;
    else if (isOurs && !/^-+$/.test(python)) {
      rows.push({ line: index + 1, python: codeIn(python), here: codeIn(here), difference });
    }
  }
  return rows;
}

/** The names that a pattern with `*` stands for. */
export function matching(pattern: string, names: readonly string[]): string[] {
  const source = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const regex = new RegExp(`^${source.join("(\\w+)")}$`);
  return names.filter((name) => regex.test(name));
}

/** How a Python name is spelled here where nothing but the language's habits make a difference. */
export function inCamelCase(python: string): string {
  return python
    .replace(/(?<=[a-z])_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    .replace(/(?<=[a-z])_$/, "");
}
