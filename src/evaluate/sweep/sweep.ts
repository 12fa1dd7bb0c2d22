import { EvaluationError } from "../../errors/index.js";
import { type Evaluable, toCompiledList } from "../evaluable.js";
import type { EvaluationSource } from "../evaluation-source.js";
import { type SweepOptions, sweepEach } from "./sweep-each.js";
import type { SweepGrid } from "./sweep-grid.js";
import type { Sweep } from "./sweep-result.js";

/**
 * Tries other settings of an automation on recorded history: how often each would have fired, on which runs, and at
 * which step first. For tuning a threshold or a window before anyone is paged.
 *
 * The history is read once, whatever the number of settings. The automation's own settings are evaluated as well,
 * for comparison; an automation that is disabled is tried as if it were enabled.
 *
 * @param automation one automation on a metric
 * @param grid values to try; with several settings every combination, at most 10,000
 * @param history runs with their rows; artifact events are passed over
 * @throws ValidationError when the condition has no such setting, or a value or the budget can't be one;
 *   EvaluationError when the automation isn't on a metric, or isn't one
 *
 * @example
 * ```ts
 * import { DoNothing, OnRunMetric, RunEvent } from "wandb-automations";
 * import { sweep } from "wandb-automations/evaluate";
 * import { series } from "wandb-automations/history";
 *
 * const spike = new OnRunMetric({
 *   scope: "acme/vision",
 *   filter: RunEvent.metric("loss").avg(5).gt(2),
 * }).then(new DoNothing());
 * const found = await sweep(spike, { threshold: [1, 2, 3], window: [1, 5] }, series("loss", "0.5x20 4x3 0.5x9"));
 * console.log(found.toText());
 * ```
 */
export async function sweep(
  automation: Evaluable,
  grid: SweepGrid,
  history: EvaluationSource,
  options: SweepOptions = {},
): Promise<Sweep> {
  const given = toCompiledList(automation);
  if (given.length !== 1) {
    throw new EvaluationError(`A sweep is of one automation, got ${given.length}.`, {
      hint: "sweepEach takes several.",
    });
  }
  const [found] = await sweepEach(given, grid, history, options);
  return found!;
}
