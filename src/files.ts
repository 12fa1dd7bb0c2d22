/**
 * Automations in files: `wandb-automations/files`. What the command line loads them with.
 */
export {
  type LoadedAutomation,
  type LoadedAutomations,
  type LoadedKept,
  type LoadOptions,
  loadAutomations,
} from "./files/load-automations.js";
export type { LoadProblem } from "./files/load-problem.js";
