import { AutomationsError } from "../../errors/index.js";
import { type LoadedAutomations, loadAutomations } from "../../files/load-automations.js";
import { lint } from "../../lint/lint.js";
import type { ExitCode } from "../cli-io.js";
import type { CommandIo, CommandResult } from "../command-io.js";
import { writeReports } from "../report/write-reports.js";
import type { ValidateFlags } from "../validate-command.js";
import { toCheckResults } from "./to-check-results.js";

/**
 * Loads and lints automations, and reports each of them.
 *
 * @throws AutomationsError `FILES` where there is nothing to look at
 */
export async function validate(
  io: CommandIo,
  patterns: readonly string[],
  flags: ValidateFlags,
): Promise<CommandResult> {
  const start = io.now();
  const loaded = await loadAutomations(patterns, { cwd: io.cwd });
  if (loaded.files.length === 0) throw nothingToLookAt(loaded);
  const findings = lint(loaded.automations);
  const results = toCheckResults(loaded, findings);
  const durationMs = io.now() - start;
  await writeReports(io, { command: "validate", results, notes: [], durationMs }, flags.reporter);
  const { automations, kept, problems, files } = loaded;
  const count = (severity: string) =>
    [...problems, ...findings].filter((each) => each.severity === severity).length;
  const errors = count("error");
  const warnings = count("warning");
  const summary = { automations: automations.length + kept.length, errors, warnings, infos: count("info") };
  return {
    exitCode: exitCode(errors, warnings, flags.strict ?? false),
    document: {
      summary,
      files,
      automations: [...automations, ...kept].map(({ name, file, line, exportName }) => ({
        name,
        file,
        line,
        exportName,
      })),
      problems,
      findings,
    },
  };
}

function exitCode(errors: number, warnings: number, strict: boolean): ExitCode {
  if (errors > 0) return 1;
  return strict && warnings > 0 ? 3 : 0;
}

function nothingToLookAt({ problems }: LoadedAutomations): AutomationsError {
  const named = problems.map(({ file, message }) => (file === "." ? message : `${file}: ${message}`));
  const hint = problems.find((problem) => problem.hint !== undefined)?.hint;
  const text = `No automations to validate: ${named.join("; ")}.`;
  return new AutomationsError("FILES", text, hint === undefined ? {} : { hint });
}
