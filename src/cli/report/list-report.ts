import { printable } from "../../evaluate/picture/printable.js";
import { wrapText } from "../text/wrap-text.js";
import type { CheckResult } from "./check-result.js";
import { countResults, type Reporter, resultTitle } from "./reporter.js";

/** What links start with: they are longer than a line, and of no use when they are broken. */
const DOCS = "https://github.com/wandb-automations/wandb-automations/blob/main/";
const MARKS = { passed: "✓", failed: "✗", warning: "!", skipped: "-" } as const;

/** Results for people: a line each, what is wrong below it, and how many there are of each kind. */
export const listReport: Reporter = ({ results, notes, durationMs }, { columns, paint }) => {
  const colours = { passed: paint.green, failed: paint.red, warning: paint.yellow, skipped: paint.dim };
  const lines: string[] = [];
  let file: string | undefined;
  for (const result of results) {
    if (result.file !== file) {
      if (lines.length > 0) lines.push("");
      if (result.file !== undefined) lines.push(paint.bold(result.file));
    }
    file = result.file;
    const { status } = result;
    const mark = colours[status](MARKS[status]);
    const place = status === "passed" || result.line === undefined ? "" : paint.dim(` line ${result.line}`);
    lines.push(`  ${mark} ${wrapText(`${printable(resultTitle(result))}${place}`, columns - 4, "    ")}`);
    lines.push(...below(result).flatMap((text) => indented(text, columns, colours)));
  }
  const counts = countResults(results);
  const summary = (["failed", "warning", "passed", "skipped"] as const)
    .filter((status) => counts[status] > 0)
    .map((status) => colours[status](`${counts[status]} ${words(status, counts[status])}`));
  lines.push("", `${summary.join(", ") || "nothing was checked"} ${paint.dim(`in ${seconds(durationMs)}`)}`);
  const linked = results.some(({ docsUrl }) => docsUrl?.startsWith(DOCS));
  const all = linked ? [...notes, `docs/ is at ${DOCS}`] : notes;
  lines.push(...all.map((note) => wrapText(note, columns)));
  return `${lines.join("\n").replace(/^\n+/, "")}\n`;
};

function words(status: CheckResult["status"], count: number): string {
  return status === "warning" && count !== 1 ? "warnings" : status;
}

function below({ message, details, docsUrl, rule }: CheckResult): string[] {
  return [
    ...(message === undefined ? [] : [`${message}${rule === undefined ? "" : ` (${rule})`}`]),
    ...(details ?? []),
    ...(docsUrl === undefined ? [] : [`see ${docsUrl.replace(DOCS, "")}`]),
  ];
}

type Colours = Readonly<Record<CheckResult["status"], (text: string) => string>>;

/** Text under a result; what was expected and what came in the colours of a difference. */
function indented(text: string, columns: number, colours: Colours): string[] {
  return printable(text)
    .split("\n")
    .map((line) => {
      const blanks = /^ */.exec(line)![0];
      const margin = `      ${blanks}`;
      const wrapped = `${margin}${wrapText(line.trimStart(), Math.max(20, columns - margin.length), `${margin}  `)}`;
      const colour = line.startsWith("- ")
        ? colours.failed
        : line.startsWith("+ ")
          ? colours.passed
          : undefined;
      return (colour === undefined ? wrapped : wrapped.split("\n").map(colour).join("\n")).trimEnd();
    });
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
