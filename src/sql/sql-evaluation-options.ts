import { EvaluationError } from "../errors/index.js";
import { type EvaluationOptions, toSettings } from "../evaluate/evaluation-options.js";

/** How conditions are evaluated in SQL: the evaluator's options that it has. */
export type SqlEvaluationOptions = Pick<EvaluationOptions, "nan">;

const DEFAULTS: Readonly<Required<Omit<EvaluationOptions, "nan">>> = {
  partialWindows: "wait",
  resetOnResume: false,
};

/**
 * @throws EvaluationError naming an option of the evaluator that SQL doesn't have; ValidationError when one has a value
 *   that it can't take
 */
export function checkEvaluationOptions(options: EvaluationOptions): void {
  toSettings(options);
  for (const [name, usual] of Object.entries(DEFAULTS)) {
    const given: unknown = options[name as keyof typeof DEFAULTS];
    if (given === undefined || given === usual) continue;
    throw new EvaluationError(
      `${name}: ${JSON.stringify(given)} can't be said in SQL, which has the default only.`,
      {
        hint: "Evaluate it with dryRun(), which has the option.",
      },
    );
  }
}
