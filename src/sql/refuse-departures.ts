import { EvaluationError } from "../errors/index.js";
import type { EvaluationOptions } from "../evaluate/evaluation-options.js";

const DEFAULTS: Readonly<Required<EvaluationOptions>> = {
  partialWindows: "wait",
  nan: "propagate",
  resetOnResume: false,
};

/** @throws EvaluationError naming an option of the evaluator that SQL doesn't have. */
export function refuseDepartures(options: object): void {
  for (const [name, usual] of Object.entries(DEFAULTS)) {
    const given: unknown = (options as Readonly<Record<string, unknown>>)[name];
    if (given === undefined || given === usual) continue;
    throw new EvaluationError(
      `${name}: ${JSON.stringify(given)} can't be said in SQL, which has the default only.`,
      {
        hint: "Evaluate it with dryRun(), which has the option.",
      },
    );
  }
}
