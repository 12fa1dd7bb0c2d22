import type { Command } from "commander";
import { applyCommand } from "./apply-command.js";
import { backtestCommand } from "./backtest-command.js";
import type { CommandIo } from "./command-io.js";
import { completionCommand } from "./completion-command.js";
import { deleteCommand } from "./delete-command.js";
import { destroyCommand } from "./destroy-command.js";
import { doctorCommand } from "./doctor-command.js";
import { emulatorCommand } from "./emulator-command.js";
import { historyCommand } from "./history-command.js";
import { importCommand } from "./import-command.js";
import { initCommand } from "./init-command.js";
import { integrationsCommand } from "./integrations-command.js";
import { listCommand } from "./list-command.js";
import { planCommand } from "./plan-command.js";
import { pullCommand } from "./pull-command.js";
import { showCommand } from "./show-command.js";
import { disableCommand, enableCommand } from "./switch-commands.js";
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
  listCommand,
  showCommand,
  historyCommand,
  enableCommand,
  disableCommand,
  deleteCommand,
  integrationsCommand,
  doctorCommand,
  emulatorCommand,
  completionCommand,
];
