import { printable } from "../../evaluate/picture/printable.js";
import type { HistoryWarning } from "../../history/run-history.js";
import type { CommandIo } from "../command-io.js";
import { wrapText } from "../text/wrap-text.js";

const MAX_WARNINGS = 10;

/** Prints what was odd in a history, and what wasn't looked at. */
export function printOddities(
  { out, paint, columns }: CommandIo,
  warnings: readonly HistoryWarning[],
  leftOut: readonly string[],
): void {
  const lines = warnings
    .slice(0, MAX_WARNINGS)
    .map(({ message, run }) => (run ? `run ${run}: ${message}` : message));
  if (warnings.length > MAX_WARNINGS) lines.push(`… and ${warnings.length - MAX_WARNINGS} more oddities`);
  lines.push(...leftOut.map((text) => `left out, ${text}`));
  if (lines.length > 0) out("\n");
  for (const line of lines) out(`${paint.yellow("!")} ${wrapText(printable(line), columns - 2, "  ")}\n`);
}

/** Names the automations that watch artifacts, where there are any. */
export function artifactsLeftOut(skipped: readonly { readonly name: string }[]): string[] {
  const names = skipped.map(({ name }) => name).join(", ");
  return skipped.length === 0 ? [] : [`because runs hold no events of artifacts: ${names}`];
}
