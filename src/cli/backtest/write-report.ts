import type { BacktestFlags } from "../backtest-command.js";
import type { CommandIo } from "../command-io.js";
import { writeOutput } from "../report/write-output.js";

/** What can be written as files. */
interface Report {
  toMarkdown(): string;
  toHTML(): string;
}

/** Writes a report into the files that the command line names. */
export async function writeReport(io: CommandIo, { md, html }: BacktestFlags, report: Report): Promise<void> {
  if (md !== undefined) await writeOutput(io, md, report.toMarkdown());
  if (html !== undefined) await writeOutput(io, html, report.toHTML());
}
