import { BatchSession } from "../batch-session.js";
import { type Evaluables, toCompiledList } from "../evaluable.js";
import type { EvaluationOptions } from "../evaluation-options.js";
import { checkItem, type EvaluationSource, isArtifactEvent, itemsOf } from "../evaluation-source.js";
import { checkBudget } from "../rates/daily-budget.js";
import { unlessAborted } from "../unless-aborted.js";
import type { SweepGrid } from "./sweep-grid.js";
import { SweepPlan } from "./sweep-plan.js";
import type { Sweep } from "./sweep-result.js";

/** Options of `sweep`. */
export interface SweepOptions extends EvaluationOptions {
  /** Stops the sweep; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** How often a setting may fire on one day (UTC): a budget of false alarms, against which each is held. */
  readonly maxFiringsPerDay?: number | undefined;
}

/**
 * Tries the same other settings of several automations, as `sweep` does those of one. The history is read once,
 * whatever the number of automations and settings.
 *
 * @param automations automations on metrics, all of whose conditions have the settings
 * @param grid values to try; with several settings every combination, at most 10,000
 * @param history runs with their rows; artifact events are passed over
 * @returns one sweep per automation, in their order
 * @throws ValidationError when a condition has no such setting, or a value or the budget can't be one; EvaluationError
 *   when an automation isn't on a metric
 *
 * @example
 * ```ts
 * import { DoNothing, OnRunMetric, RunEvent } from "wandb-automations";
 * import { sweepEach } from "wandb-automations/evaluate";
 * import { series } from "wandb-automations/history";
 *
 * const above = (limit: number) =>
 *   new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("loss").avg(5).gt(limit) }).then(new DoNothing());
 * const grid = { window: [1, 5, 10] };
 * const options = { maxFiringsPerDay: 1 };
 * for (const found of await sweepEach([above(2), above(3)], grid, series("loss", "0.5x20 4x3 0.5x9"), options))
 *   console.log(found.title, found.kept.length);
 * ```
 */
export async function sweepEach(
  automations: Evaluables,
  grid: SweepGrid,
  history: EvaluationSource,
  { maxFiringsPerDay, ...options }: SweepOptions = {},
): Promise<readonly Sweep[]> {
  checkBudget("The sweep's options", maxFiringsPerDay);
  const compiled = toCompiledList(automations);
  const swept: SweepPlan[] = [];
  let before = 0;
  for (const [place, one] of compiled.entries()) {
    const plan = new SweepPlan(one, { grid, place, before, isOnly: compiled.length === 1 });
    before += plan.plans.length;
    swept.push(plan);
  }
  const plans = swept.flatMap((one) => one.plans);
  const tallies = swept.flatMap((one) => one.tallies);
  const session = new BatchSession(plans, options, {
    firing: (firing) => tallies[firing.automation.index]!.firing(firing),
    outcome: (outcome) => tallies[outcome.automation.index]!.outcome(outcome),
  });
  await unlessAborted(evaluateRuns(session, history), options.signal);
  const { warnings } = session.verdict();
  return swept.map((one) => one.result({ warnings, maxFiringsPerDay }));
}

async function evaluateRuns(session: BatchSession, history: EvaluationSource): Promise<void> {
  for await (const item of itemsOf(history)) {
    await session.breathe();
    checkItem(item);
    if (!isArtifactEvent(item)) await session.run(item);
  }
}
