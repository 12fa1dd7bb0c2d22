import { EvaluationError } from "../../errors/index.js";
import { type Evaluables, toCompiledList } from "../evaluable.js";
import { toSettings } from "../evaluation-options.js";
import { type EventPlan, nameOf, planEvent } from "../event-plan.js";
import { admit } from "../run/admission.js";
import { ColumnWatch } from "./column-watch.js";
import { type Columns, type ColumnsOptions, type ColumnsResult, checkColumns } from "./columns.js";
import { withoutNaN } from "./without-nan.js";

/** Values that go through all automations before the next ones do: few enough to stay in the cache. */
const PIECE = 4096;

/**
 * Evaluates metric automations on one metric given as columns: the same verdicts as a dry run, at the speed of
 * the memory. For backtests over many runs, or many settings.
 *
 * All automations are held against the values, whatever metric they name. Disabled ones see no run.
 *
 * @param automations one or several, each on a metric
 * @param columns the metric's values, and what goes with them
 * @returns a result per automation, in the order given
 * @throws EvaluationError when an automation isn't on a metric; ValidationError when the columns don't fit together
 *
 * @example
 * ```ts
 * import { evaluateColumns } from "wandb-automations/evaluate";
 * import type { CompiledAutomation } from "wandb-automations/evaluate";
 *
 * function backtest(automation: CompiledAutomation) {
 *   const values = Float64Array.of(0.9, 0.7, 0.5, 3, 2);
 *   const [result] = evaluateColumns(automation, { values, runOffsets: [0, 3, 5] });
 *   return result?.firings.map(({ run, at }) => ({ run, value: values[at] }));
 * }
 * ```
 */
export function evaluateColumns(
  automations: Evaluables,
  columns: Columns,
  options: ColumnsOptions = {},
): ColumnsResult[] {
  const { partialWindows, skipNaN } = toSettings(options);
  const givenOffsets = checkColumns(columns);
  const watches = toCompiledList(automations).map((automation, index) => {
    const plan = planEvent(automation, index);
    return columnWatch(plan, partialWindows, options.collect === "satisfied");
  });
  const reduced = skipNaN ? withoutNaN(columns, givenOffsets) : undefined;
  const used = reduced?.columns ?? columns;
  const offsets = reduced?.offsets ?? givenOffsets;
  const marks = new Uint8Array(PIECE);
  for (let run = 0; run + 1 < offsets.length; run++) {
    const start = offsets[run]!;
    const end = offsets[run + 1]!;
    const admitted = watches.filter(({ plan }) => admits(plan, columns, run));
    for (const watch of admitted) watch.begin(end - start);
    for (let from = start; from < end; from += PIECE) {
      const to = Math.min(end, from + PIECE);
      for (const watch of admitted) {
        if (watch.judge(used.values, start, from, to, marks) > 0)
          watch.hold(used, run, start, from, to, marks);
      }
    }
  }
  return watches.map((watch) => watch.result(reduced?.places));
}

function columnWatch(plan: EventPlan, partialWindows: boolean, collectSatisfied: boolean): ColumnWatch {
  if (plan.watched.kind === "metric") {
    return new ColumnWatch(plan, plan.watched.condition, partialWindows, collectSatisfied);
  }
  throw new EvaluationError(
    `${nameOf(plan.ref)} can't be evaluated on columns: it waits until ${plan.title}.`,
    {
      hint: "Columns hold a metric's values. Use dryRun for other events.",
    },
  );
}

function admits(plan: EventPlan, { runs }: Columns, run: number): boolean {
  return runs === undefined ? plan.automation.enabled : admit(plan, runs[run]!).blocker === undefined;
}
