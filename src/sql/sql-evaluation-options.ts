import { EvaluationError } from "../errors/index.js";
import {
  type DryRunOptions,
  type EvaluationOptions,
  toCollected,
  toSettings,
} from "../evaluate/evaluation-options.js";

/** How conditions are evaluated in SQL: the evaluator's options that it has. */
export type SqlEvaluationOptions = Pick<EvaluationOptions, "nan" | "partialWindows">;

/**
 * A history in a table or in files doesn't say where a run was resumed: its rows go on with their steps.
 *
 * @throws EvaluationError for `resetOnResume`, and for `collect` of a dry run; ValidationError when an option has a value
 *   that it can't take
 */
export function checkEvaluationOptions(options: EvaluationOptions & Pick<DryRunOptions, "collect">): void {
  if (toCollected(options).size > 0) {
    throw new EvaluationError(
      `collect: ${JSON.stringify(options.collect)} can't be said in SQL, which gives no series.`,
      {
        hint: "Give the few runs that matter to dryRun(), which collects.",
      },
    );
  }
  if (!toSettings(options).resetOnResume) return;
  throw new EvaluationError(
    "resetOnResume: true can't be said in SQL: rows of a table or of exported files don't tell where a run was resumed.",
    {
      hint: "Give dryRun() the run in two parts, the second with the rows after it was resumed.",
    },
  );
}
