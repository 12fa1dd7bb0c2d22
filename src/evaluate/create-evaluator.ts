import { type Evaluables, toCompiledList } from "./evaluable.js";
import { Evaluator, type EvaluatorOptions } from "./evaluator.js";

/**
 * Evaluates automations on events as they come: rows, changes of run state, artifact events. The same rules as a dry
 * run, one event at a time.
 *
 * @param automations one or several: built in code, fetched from a server, or compiled
 * @throws EvaluationError when an event or a filter operator isn't known, or `restore` isn't a snapshot;
 *   ValidationError for a bad option
 *
 * @example
 * ```ts
 * import { createEvaluator } from "wandb-automations/evaluate";
 * import type { CompiledAutomation } from "wandb-automations/evaluate";
 *
 * function watch(automation: CompiledAutomation) {
 *   const evaluator = createEvaluator(automation);
 *   const run = { id: "lkowe4hd", entity: "acme", project: "vision" };
 *   for (const firing of evaluator.push({ kind: "row", run, row: { _step: 0, loss: 9.5 } })) {
 *     console.log(firing.reason);
 *   }
 *   return evaluator.snapshot();
 * }
 * ```
 */
export function createEvaluator(automations: Evaluables, options: EvaluatorOptions = {}): Evaluator {
  return new Evaluator(toCompiledList(automations), options);
}
