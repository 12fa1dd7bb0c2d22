import type { Outcome } from "./outcome.js";
import type { AutomationSummary, VerdictParts } from "./verdict.js";
import { automationName, firingPlace, runName } from "./words.js";

const MAX_LINES = 20;

/** A verdict in plain words. */
export function explainVerdict(verdict: VerdictParts): string {
  const paragraphs = verdict.automations.map((summary) => explainAutomation(verdict, summary));
  if (verdict.automations.length === 0) paragraphs.push("No automations were given.");
  if (verdict.warnings.length > 0) paragraphs.push(explainWarnings(verdict));
  return paragraphs.join("\n\n");
}

function explainAutomation(verdict: VerdictParts, summary: AutomationSummary): string {
  const { index } = summary.automation;
  const firings = verdict.firings.filter(({ automation }) => automation.index === index);
  const outcomes = verdict.outcomes.filter(({ automation }) => automation.index === index);
  const lines = [
    `${automationName(summary.automation)} ${firedText(summary)}. It waits until ${summary.title}.`,
    ...capped(firings.map((firing) => `  fired on ${firingPlace(firing)}: ${firing.reason}`)),
    ...capped(outcomes.flatMap(explainOutcome)),
  ];
  if (outcomes.length === 0 && summary.runs === 0) lines.push("  nothing was given that it could fire on");
  return lines.join("\n");
}

/** `fired 3 times on 2 of 6 runs`, `did not fire on any of 6 runs`. */
export function firedText({ firings, runs, runsFired }: AutomationSummary): string {
  if (firings === 0) return runs > 0 ? `did not fire on any of ${count(runs, "run")}` : "did not fire";
  const on = runs > 0 ? ` on ${runsFired} of ${count(runs, "run")}` : "";
  return `fired ${firings === 1 ? "once" : `${firings} times`}${on}`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

function explainOutcome(outcome: Outcome): string[] {
  const where = outcome.kind === "run" ? `run ${runName(outcome.run)}` : "artifact events";
  const lines = outcome.blockers.map(({ message }) => `  ${where}: ${message}`);
  return [...lines, ...outcome.notes.map((note) => `  ${where}: note that ${note}`)];
}

function explainWarnings(verdict: VerdictParts): string {
  const lines = verdict.warnings.map(
    ({ message, run }) => `  ${run === undefined ? "" : `run ${run}: `}${message}`,
  );
  return ["The history had oddities:", ...capped(lines)].join("\n");
}

function capped(lines: string[]): string[] {
  if (lines.length <= MAX_LINES) return lines;
  return [...lines.slice(0, MAX_LINES), `  … and ${lines.length - MAX_LINES} more`];
}
