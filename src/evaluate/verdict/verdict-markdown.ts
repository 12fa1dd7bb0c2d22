import { formatNumber } from "../format-number.js";
import { firedText } from "./explain-verdict.js";
import type { Firing } from "./firing.js";
import type { Outcome } from "./outcome.js";
import type { VerdictParts } from "./verdict.js";
import { automationName, isoTime, runName } from "./words.js";

const MAX_ROWS = 100;

/** A verdict as Markdown: a line per automation, a table of firings and one of what did not fire. */
export function verdictMarkdown(verdict: VerdictParts): string {
  const summary = verdict.automations.map(
    (one) =>
      `- **${markdownCell(automationName(one.automation))}** ${firedText(one)} (${markdownCell(one.title)})`,
  );
  const quiet = verdict.outcomes.filter((outcome) => outcome.firings === 0);
  return [
    "# Dry run",
    ...summary,
    ...table(
      "Firings",
      ["automation", "where", "step", "time", "compared", "why"],
      verdict.firings.map(firingCells),
    ),
    ...table("What did not fire", ["automation", "where", "why not"], quiet.map(quietCells)),
    ...(verdict.warnings.length > 0
      ? [
          "",
          "## Warnings",
          "",
          ...verdict.warnings.slice(0, MAX_ROWS).map(({ message }) => `- ${markdownCell(message)}`),
        ]
      : []),
    "",
  ].join("\n");
}

function table(title: string, head: string[], rows: string[][]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: string[]) => `| ${cells.map(markdownCell).join(" | ")} |`;
  const more = rows.length > MAX_ROWS ? ["", `… and ${rows.length - MAX_ROWS} more`] : [];
  return [
    "",
    `## ${title}`,
    "",
    line(head),
    `|${" --- |".repeat(head.length)}`,
    ...rows.slice(0, MAX_ROWS).map(line),
    ...more,
  ];
}

function firingCells(firing: Firing): string[] {
  const where = firing.kind === "artifact" ? firing.collection : runName(firing.run);
  const compared =
    firing.kind === "metric"
      ? `${formatNumber(firing.compared, firing.threshold)} ${firing.comparison} ${firing.threshold}`
      : "";
  const time = firing.timestamp === undefined ? "" : isoTime(firing.timestamp);
  return [automationName(firing.automation), where, String(firing.step ?? ""), time, compared, firing.reason];
}

function quietCells(outcome: Outcome): string[] {
  const where = outcome.kind === "run" ? runName(outcome.run) : "artifact events";
  return [
    automationName(outcome.automation),
    where,
    outcome.blockers.map(({ message }) => message).join("; "),
  ];
}

/** Text that can't break out of a table cell or become markup. */
export function markdownCell(text: string): string {
  return text.replace(/[\\|<>`*_[\]]/g, "\\$&").replace(/\s+/g, " ");
}
