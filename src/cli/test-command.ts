import { type Command, InvalidArgumentError } from "commander";
import type { CommandIo } from "./command-io.js";
import { createCommand } from "./create-command.js";
import type { ReporterChoice } from "./report/reporter.js";
import { reporterOption } from "./report/reporter-option.js";

/** The options of `test`. */
export interface TestFlags {
  readonly run?: RegExp;
  readonly minCoverage?: number;
  readonly watch?: boolean;
  readonly reporter?: readonly ReporterChoice[];
  readonly schema?: boolean;
}

/** `wandb-automations test`: test files, as they are in docs/test-files.md. */
export function testCommand(io: CommandIo): Command {
  return createCommand({
    name: "test",
    description:
      "Run test files: what automations make of runs and events that are written down, on a clock of their own. " +
      "Needs no key and no network.",
    examples: [
      "test",
      "test automations.test.yaml --run spike",
      "test --min-coverage 80 --reporter list --reporter junit=report.xml",
      "test --watch",
      "test --schema > automations.schema.json",
    ],
  })
    .argument("[files...]", "test files, folders or glob patterns; those of the project by default")
    .option("--run <pattern>", "only tests whose name matches this regular expression", parsePattern)
    .option(
      "--min-coverage <percent>",
      "fail unless so many automations have a test in which they fire and one in which they don't",
      parsePercent,
    )
    .option("--watch", "run again whenever tests, automations or history change, until stopped")
    .addOption(reporterOption())
    .option("--schema", "print the JSON Schema of test files, for editors, and stop")
    .action(
      io.action(async (files: readonly string[], flags: TestFlags) => {
        const { test } = await import("./test/test.js");
        return await test(io, files, flags);
      }),
    );
}

function parsePattern(text: string): RegExp {
  try {
    return new RegExp(text, "u");
  } catch (error) {
    throw new InvalidArgumentError(`isn't a regular expression: ${(error as Error).message}`);
  }
}

function parsePercent(text: string): number {
  const percent = Number(text);
  if (text.trim() !== "" && percent >= 0 && percent <= 100) return percent;
  throw new InvalidArgumentError("must be a number from 0 to 100");
}
