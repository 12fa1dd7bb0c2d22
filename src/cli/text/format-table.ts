import stringWidth from "fast-string-width";
import { wrapAnsi } from "fast-wrap-ansi";

const GAP = "  ";
const NARROWEST = 8;

/**
 * A table in lines of at most `columns`. Where it doesn't fit, the widest columns give way and their cells take
 * several lines.
 *
 * @param rows cells by row, the head first; colours are fine, and count for nothing
 * @returns lines, each ending in a line break, without space at their ends
 */
export function formatTable(rows: readonly (readonly string[])[], columns: number): string {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, i) =>
    Math.max(
      1,
      ...rows.map((row) => Math.max(...(row[i] ?? "").split("\n").map((line) => stringWidth(line)))),
    ),
  );
  shrink(widths, columns - GAP.length * (count - 1));
  return rows.map((row) => formatRow(row, widths)).join("");
}

/** Takes a column at a time from the widest, until the sum fits or every column is narrow. */
function shrink(widths: number[], available: number): void {
  let excess = widths.reduce((sum, width) => sum + width, 0) - available;
  while (excess > 0) {
    const widest = widths.indexOf(Math.max(...widths));
    if (widths[widest]! <= NARROWEST) return;
    widths[widest]! -= 1;
    excess -= 1;
  }
}

function formatRow(row: readonly string[], widths: readonly number[]): string {
  const cells = widths.map((width, i) => wrapAnsi(row[i] ?? "", width, { hard: true }).split("\n"));
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  const lines = Array.from({ length: height }, (_, y) =>
    cells
      .map((cell, i) => {
        const text = cell[y] ?? "";
        return text + " ".repeat(Math.max(0, widths[i]! - stringWidth(text)));
      })
      .join(GAP)
      .trimEnd(),
  );
  return lines.map((line) => `${line}\n`).join("");
}
