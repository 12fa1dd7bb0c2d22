import { wrapAnsi } from "fast-wrap-ansi";

/**
 * Breaks a text into lines of at most `columns`, between words where it can. Colours are kept, line breaks too.
 *
 * @param indent what every line but the first starts with, counted in the width
 */
export function wrapText(text: string, columns: number, indent = ""): string {
  const width = Math.max(columns - indent.length, 1);
  return wrapAnsi(text, width, { hard: true, trim: true }).replaceAll("\n", `\n${indent}`);
}

/** Breaks lines that are too long, each under its own beginning: lists stay lists. */
export function wrapLines(text: string, columns: number): string {
  return text
    .split("\n")
    .map((line) => {
      const start = /^\s*(?:[-•] )?/.exec(line)![0];
      return start + wrapText(line.slice(start.length), columns, " ".repeat(start.length));
    })
    .join("\n");
}
