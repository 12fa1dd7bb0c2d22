import { AutomationsError } from "../../errors/index.js";
import { loadAutomations } from "../../files/load-automations.js";
import type { LoadProblem } from "../../files/load-problem.js";
import type { DesiredAutomation } from "../../plan/desired-automation.js";
import type { CommandIo } from "../command-io.js";
import { writeNote } from "../text/write-note.js";

/**
 * What files want. Warnings are written to stderr.
 *
 * @throws AutomationsError `FILES` naming everything that is wrong: half a configuration isn't one.
 */
export async function loadDesired(io: CommandIo, files: readonly string[]): Promise<DesiredAutomation[]> {
  const loaded = await loadAutomations(files.length > 0 ? files : undefined, { cwd: io.cwd });
  for (const problem of loaded.problems)
    if (problem.severity === "warning") writeNote(io, `warning: ${lineOf(problem)}`);
  const errors = loaded.problems.filter(({ severity }) => severity === "error");
  const [first, ...more] = errors;
  if (first) {
    const message =
      more.length === 0 ? lineOf(first) : `\n${errors.map((each) => `  - ${lineOf(each)}`).join("\n")}`;
    throw new AutomationsError("FILES", `The configuration can't be loaded: ${message}`, {
      ...(first.hint === undefined ? {} : { hint: first.hint }),
    });
  }
  return [...loaded.automations, ...loaded.kept].map(({ exportName, name, automation }) => {
    return { key: exportName, name, automation };
  });
}

function lineOf({ file, line, message }: LoadProblem): string {
  return `${file}${line === undefined ? "" : `:${line}`}: ${message}`;
}
