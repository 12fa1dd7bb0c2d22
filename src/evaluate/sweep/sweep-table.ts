import { shorten } from "../picture/printable.js";
import { markdownCell } from "../verdict/verdict-markdown.js";
import { automationName } from "../verdict/words.js";
import type { SweepValue } from "./sweep-grid.js";
import type { SweepParts } from "./sweep-result.js";
import type { SweepRow } from "./sweep-tally.js";

const BAR = 20;
const MAX_NAME = 120;

/** A setting's value as people write it. */
export function valueText(value: SweepValue | undefined): string {
  return String(value ?? null);
}

/** `1 firing`, `2 firings`. */
export function firingCount({ firings }: SweepRow): string {
  return `${firings} ${firings === 1 ? "firing" : "firings"}`;
}

/** Whether two rows are the same combination. */
export function sameSettings(one: SweepRow, other: SweepRow): boolean {
  return Object.entries(one.settings).every(([name, value]) => other.settings[name] === value);
}

/** The head of a sweep's table and its cells: settings, firings, runs, first step, and how they keep to a budget. */
export function sweepCells({ axes, rows, runs, maxFiringsPerDay }: SweepParts): {
  readonly head: readonly string[];
  readonly cells: readonly (readonly string[])[];
} {
  const budget = maxFiringsPerDay === undefined ? [] : ["busiest day", "budget"];
  return {
    head: [...axes.map(({ name }) => name), "firings", "runs hit", "first step", ...budget],
    cells: rows.map((row) => [
      ...axes.map(({ name }) => valueText(row.settings[name])),
      String(row.firings),
      `${row.runsHit} of ${runs}`,
      row.firstStep === undefined ? "" : String(row.firstStep),
      ...(maxFiringsPerDay === undefined
        ? []
        : [String(row.busiest?.firings ?? 0), row.exceeded ? "exceeded" : "kept"]),
    ]),
  };
}

/** `now (threshold 2, window 5): fired 4 times on 4 of 6 runs, first at step 8`. */
export function currentText({ axes, current, runs }: SweepParts): string {
  const settings = axes.map(({ name }) => `${name} ${valueText(current.settings[name])}`).join(", ");
  const times = current.firings === 1 ? "once" : `${current.firings} times`;
  const first = current.firstStep === undefined ? "" : `, first at step ${current.firstStep}`;
  const fired =
    current.firings === 0
      ? `doesn't fire on any of ${runs}`
      : `fires ${times} on ${current.runsHit} of ${runs}`;
  return `now (${settings}): ${fired} ${runs === 1 ? "run" : "runs"}${first}`;
}

/** How many settings keep within the budget, in a sentence; undefined where there is none. */
export function keptText({ rows, maxFiringsPerDay }: SweepParts): string | undefined {
  if (maxFiringsPerDay === undefined) return undefined;
  const kept = rows.filter(({ exceeded }) => !exceeded).length;
  const settings = `${rows.length} ${rows.length === 1 ? "setting" : "settings"}`;
  const keep = kept < 2 ? "keeps" : "keep";
  return `${kept === 0 ? "None" : kept} of ${settings} ${keep} within the budget of ${maxFiringsPerDay} a day.`;
}

/**
 * A sweep as an aligned table, a bar for the part of the runs that each setting hits; with a budget, how settings keep to
 * it in its place.
 */
export function sweepToText(sweep: SweepParts): string {
  const { head, cells } = sweepCells(sweep);
  const widths = head.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i]!.length)));
  const line = (row: readonly string[]) => row.map((cell, i) => cell.padStart(widths[i]!)).join("  ");
  const rows = sweep.rows.map((row, i) => {
    const part = sweep.maxFiringsPerDay === undefined ? row.runsHit / Math.max(1, sweep.runs) : 0;
    const bar = "█".repeat(Math.ceil(BAR * part));
    const mark = sameSettings(row, sweep.current) ? "◂ now" : "";
    return `${line(cells[i]!)}  ${[bar, mark].filter((part) => part !== "").join(" ")}`.trimEnd();
  });
  const kept = keptText(sweep);
  return [
    `${shorten(automationName(sweep.automation), MAX_NAME)}: ${shorten(sweep.title, 2 * MAX_NAME)}`,
    currentText(sweep),
    ...sweep.problems.map((problem) => shorten(`nothing could be evaluated: ${problem}`, 4 * MAX_NAME)),
    "",
    line(head),
    ...rows,
    ...(kept === undefined ? [] : ["", kept]),
  ].join("\n");
}

/** A sweep as a Markdown table; the automation's own settings in bold. */
export function sweepToMarkdown(sweep: SweepParts): string {
  const { head, cells } = sweepCells(sweep);
  const line = (row: readonly string[]) => `| ${row.join(" | ")} |`;
  const kept = keptText(sweep);
  return [
    `# Sweep of ${markdownCell(shorten(automationName(sweep.automation), MAX_NAME))}`,
    "",
    markdownCell(shorten(sweep.title, 2 * MAX_NAME)),
    "",
    markdownCell(currentText(sweep)),
    ...sweep.problems.map(
      (problem) => `\n**Nothing could be evaluated:** ${markdownCell(shorten(problem, 4 * MAX_NAME))}`,
    ),
    "",
    line(head),
    `|${" ---: |".repeat(head.length)}`,
    ...sweep.rows.map((row, i) => {
      const bold = sameSettings(row, sweep.current)
        ? (cell: string) => (cell === "" ? "" : `**${cell}**`)
        : String;
      return line(cells[i]!.map(bold));
    }),
    "",
    ...(kept === undefined ? [] : [kept, ""]),
  ].join("\n");
}
