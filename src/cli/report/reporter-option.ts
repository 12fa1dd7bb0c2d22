import { InvalidArgumentError, Option } from "commander";
import type { ReporterChoice, ReporterName } from "./reporter.js";

/** What can show results. */
export const REPORTERS: readonly ReporterName[] = ["list", "json", "junit", "github"];

/** The option by which results are shown in other ways than as a list: `--reporter junit=report.xml`. */
export function reporterOption(): Option {
  return new Option(
    "--reporter <name[=file]>",
    `how to show results: ${REPORTERS.join(", ")}; to stdout, or to a file; may be repeated`,
  ).argParser((text: string, before: readonly ReporterChoice[] = []) => [...before, parseReporter(text)]);
}

function parseReporter(text: string): ReporterChoice {
  const [, name = "", file] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  const known = REPORTERS.find((one) => one === name);
  if (known === undefined) {
    throw new InvalidArgumentError(`must be one of ${REPORTERS.join(", ")}, or one with =file`);
  }
  if (file === "") throw new InvalidArgumentError("names no file after =");
  return { name: known, ...(file === undefined ? {} : { file }) };
}
