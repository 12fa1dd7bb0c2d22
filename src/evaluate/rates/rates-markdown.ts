import { shorten } from "../picture/printable.js";
import { markdownCell } from "../verdict/verdict-markdown.js";
import { automationName, isoTime, runName } from "../verdict/words.js";
import type { FiringRates } from "./firing-rates.js";
import { budgetText, rateCells, spanText } from "./rates-table.js";

const MAX_HITS = 50;
const MAX_CELL = 300;

/** Rates as Markdown: a table of the automations, and one of the runs that each fired on. */
export function ratesToMarkdown(rates: FiringRates): string {
  const { head, cells } = rateCells(rates);
  const budget = budgetText(rates);
  const line = (row: readonly string[]) =>
    `| ${row.map((cell) => markdownCell(shorten(cell, MAX_CELL))).join(" | ")} |`;
  const hits = rates.rates.flatMap(({ automation, title, hits: all }) => {
    if (all.length === 0) return [];
    const rows = all.slice(0, MAX_HITS).map(({ run, firings, step, timestamp }) => {
      const time = timestamp === undefined ? "" : isoTime(timestamp);
      return line([runName(run), String(firings), String(step ?? ""), time]);
    });
    const more = all.length > MAX_HITS ? ["", `… and ${all.length - MAX_HITS} more`] : [];
    const name = markdownCell(shorten(automationName(automation), MAX_CELL));
    return [
      ...["", `## ${name}`, "", markdownCell(shorten(title, MAX_CELL)), ""],
      ...[line(["run", "firings", "first step", "first time"]), "| --- | ---: | ---: | --- |"],
      ...[...rows, ...more],
    ];
  });
  return [
    ...["# Backtest", "", spanText(rates), ...(budget === undefined ? [] : ["", markdownCell(budget)]), ""],
    ...[line(head), `| --- |${" ---: |".repeat(head.length - 1)}`, ...cells.map(line), ...hits, ""],
  ].join("\n");
}
