import type { Command } from "commander";
import type { CommandIo } from "./command-io.js";
import { createCommand } from "./create-command.js";
import type { ReporterChoice } from "./report/reporter.js";
import { reporterOption } from "./report/reporter-option.js";

/** The options of `validate`. */
export interface ValidateFlags {
  readonly strict?: boolean;
  readonly reporter?: readonly ReporterChoice[];
}

/** `wandb-automations validate`: loads the project's automations and lints them. */
export function validateCommand(io: CommandIo): Command {
  return createCommand({
    name: "validate",
    description:
      "Load automations from TypeScript or JavaScript files and report all that is wrong or probably not meant. " +
      "Needs no build, no key and no network.",
    examples: [
      "validate",
      "validate automations/*.ts --strict",
      "validate --reporter github",
      "validate --reporter list --reporter junit=report.xml",
    ],
  })
    .argument(
      "[files...]",
      "files, folders or glob patterns; by default automations.ts, automations/** and *.automations.ts",
    )
    .option("--strict", "exit with 3 when there are warnings and no errors")
    .addOption(reporterOption())
    .action(
      io.action(async (files: readonly string[], flags: ValidateFlags) => {
        const { validate } = await import("./validate/validate.js");
        return await validate(io, files, flags);
      }),
    );
}
