import type { SweepGrid, SweepValue } from "../../evaluate/sweep/sweep-grid.js";
import { usageError } from "../usage-error.js";

/**
 * Reads what follows `--sweep`: `threshold=0.9,0.95`, a value per comma. Numbers are numbers, `null` is no aggregation,
 * anything else a word. Which settings there are, the sweep knows.
 *
 * @throws AutomationsError `USAGE`
 */
export function parseSweep(given: readonly string[]): SweepGrid {
  const grid: Record<string, SweepValue[]> = {};
  for (const text of given) {
    const at = text.indexOf("=");
    const name = text.slice(0, at).trim();
    const values = text
      .slice(at + 1)
      .split(",")
      .map((value) => value.trim());
    if (at < 1 || values.includes("")) {
      throw usageError(
        `--sweep ${text} names no values.`,
        "Write a setting and its values: threshold=0.9,0.95",
      );
    }
    grid[name] = [...(Object.hasOwn(grid, name) ? grid[name]! : []), ...values.map(toValue)];
  }
  return grid;
}

function toValue(text: string): SweepValue {
  if (text === "null") return null;
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}
