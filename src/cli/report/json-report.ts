import { countResults, type Reporter } from "./reporter.js";

/** Name and version of the JSON form; the version rises when a field changes its meaning or goes. */
const RESULTS_SCHEMA = "wandb-automations/results/1";

/** Results for programs. */
export const jsonReport: Reporter = ({ command, results, notes, durationMs }) => {
  const summary = { ...countResults(results), total: results.length, durationMs: Math.round(durationMs) };
  return `${JSON.stringify({ schema: RESULTS_SCHEMA, command, summary, results, notes }, undefined, 2)}\n`;
};
