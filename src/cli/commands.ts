import type { Command } from "commander";
import { applyCommand } from "./apply-command.js";
import { backtestCommand } from "./backtest-command.js";
import type { CommandIo } from "./command-io.js";
import { completionCommand } from "./completion-command.js";
import { destroyCommand } from "./destroy-command.js";
import { emulatorCommand } from "./emulator-command.js";
import { importCommand } from "./import-command.js";
import { initCommand } from "./init-command.js";
import { planCommand } from "./plan-command.js";
import { pullCommand } from "./pull-command.js";
import { testCommand } from "./test-command.js";
import { validateCommand } from "./validate-command.js";

/**
 * Every command, in the order of the help. What their actions do is loaded when they run, so that this list costs
 * next to nothing.
 */
export const COMMANDS: readonly ((io: CommandIo) => Command)[] = [
  initCommand,
  validateCommand,
  testCommand,
  backtestCommand,
  planCommand,
  applyCommand,
  destroyCommand,
  pullCommand,
  importCommand,
  emulatorCommand,
  completionCommand,
];
