import { EvaluationError } from "../../errors/index.js";
import { BatchSession } from "../batch-session.js";
import { describeCondition } from "../describe-condition.js";
import { type Evaluable, toCompiledList } from "../evaluable.js";
import type { EvaluationOptions } from "../evaluation-options.js";
import { checkItem, type EvaluationSource, isArtifactEvent, itemsOf } from "../evaluation-source.js";
import { type EventPlan, nameOf, planEvent } from "../event-plan.js";
import { unlessAborted } from "../unless-aborted.js";
import { toCondition } from "../window/condition.js";
import { byStrictness } from "./by-strictness.js";
import { combinations, type SweepGrid, sweepAxes } from "./sweep-grid.js";
import { Sweep } from "./sweep-result.js";
import { settingsOf, specWith } from "./sweep-spec.js";
import { SweepTally } from "./sweep-tally.js";

/** Options of {@link sweep}. */
export interface SweepOptions extends EvaluationOptions {
  /** Stops the sweep; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

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
 * @throws ValidationError when the condition has no such setting or a value can't be one; EvaluationError when the
 *   automation isn't on a metric
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
  const [compiled] = toCompiledList(automation);
  const base = planEvent({ ...compiled!, enabled: true }, 0);
  const { watched } = base;
  if (watched.kind !== "metric") {
    throw new EvaluationError(`${nameOf(base.ref)} can't be swept: it waits until ${base.title}.`, {
      hint: "Only conditions on a metric have settings to try.",
    });
  }
  const { spec } = watched.condition;
  const axes = sweepAxes(grid, spec);
  const tried = combinations(axes).map((settings) => ({ settings, spec: specWith(spec, settings) }));
  const specs = [...tried.map((one) => one.spec), spec];
  const plans = specs.map((one, index): EventPlan => {
    const condition = toCondition(one);
    const title = describeCondition(watched.metric, condition);
    return { ...base, ref: { ...base.ref, index }, title, watched: { ...watched, condition } };
  });
  const tallies = plans.map(() => new SweepTally());
  const session = new BatchSession(byStrictness(plans), options, {
    firing: (firing) => tallies[firing.automation.index]!.firing(firing),
    outcome: (outcome) => tallies[outcome.automation.index]!.outcome(outcome),
  });
  await unlessAborted(evaluateRuns(session, history), options.signal);
  const { warnings } = session.verdict();
  const own = tallies.at(-1)!;
  return new Sweep({
    automation: base.ref,
    title: base.title,
    metric: spec,
    axes,
    rows: tried.map(({ settings }, i) => tallies[i]!.row(settings)),
    current: own.row(settingsOf(spec, axes)),
    runs: own.runs,
    problems: tallies.every(({ evaluated }) => evaluated === 0) ? own.problems : [],
    warnings,
  });
}

async function evaluateRuns(session: BatchSession, history: EvaluationSource): Promise<void> {
  for await (const item of itemsOf(history)) {
    await session.breathe();
    checkItem(item);
    if (!isArtifactEvent(item)) await session.run(item);
  }
}
