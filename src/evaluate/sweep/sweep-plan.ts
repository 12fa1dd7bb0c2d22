import { EvaluationError } from "../../errors/index.js";
import type { CompiledAutomation } from "../../wire/compiled-automation.js";
import type { MetricSpec } from "../../wire/event-filter.js";
import { describeCondition } from "../describe-condition.js";
import { type EventPlan, nameOf, planEvent } from "../event-plan.js";
import { automationName } from "../verdict/words.js";
import { toCondition } from "../window/condition.js";
import { byStrictness } from "./by-strictness.js";
import { combinations, type SweepAxis, type SweepGrid, sweepAxes } from "./sweep-grid.js";
import { Sweep, type SweepParts } from "./sweep-result.js";
import { settingsOf, specWith } from "./sweep-spec.js";
import { SweepTally } from "./sweep-tally.js";

/** Where a {@link SweepPlan} stands among others. */
export interface SweepPlanOptions {
  readonly grid: SweepGrid;
  /** Of the automation among those that are swept. */
  readonly place: number;
  /** How many plans those before have. */
  readonly before: number;
  /** Whether it is the only one, which errors needn't name. */
  readonly isOnly: boolean;
}

/** One automation with each of the settings to try, and what they make of a history. */
export class SweepPlan {
  /** What to evaluate: each setting, and the automation's own. */
  readonly plans: readonly EventPlan[];
  /** In the order of the settings, which is that of the plans' indices. */
  readonly tallies: readonly SweepTally[];
  readonly #base: EventPlan;
  readonly #spec: MetricSpec;
  readonly #axes: readonly SweepAxis[];
  readonly #tried: ReturnType<typeof combinations>;

  /**
   * @throws ValidationError for a setting that the condition doesn't have, or a value that can't be one; EvaluationError
   *   when the automation isn't on a metric
   */
  constructor(compiled: CompiledAutomation, { grid, place, before, isOnly }: SweepPlanOptions) {
    this.#base = planEvent({ ...compiled, enabled: true }, place);
    const { ref, title, watched } = this.#base;
    if (watched.kind !== "metric") {
      throw new EvaluationError(`${nameOf(ref)} can't be swept: it waits until ${title}.`, {
        hint: "Only conditions on a metric have settings to try.",
      });
    }
    const { spec } = watched.condition;
    this.#spec = spec;
    this.#axes = sweepAxes(grid, spec, isOnly ? "The sweep" : `The sweep of ${automationName(ref)}`);
    this.#tried = combinations(this.#axes);
    const specs = [...this.#tried.map((settings) => specWith(spec, settings)), spec];
    const plans = specs.map((one, i): EventPlan => {
      const condition = toCondition(one);
      const described = describeCondition(watched.metric, condition);
      return {
        ...this.#base,
        ref: { ...ref, index: before + i },
        title: described,
        watched: { ...watched, condition },
      };
    });
    this.plans = byStrictness(plans);
    this.tallies = plans.map(() => new SweepTally());
  }

  /** What came of it. */
  result({ warnings, maxFiringsPerDay }: Pick<SweepParts, "warnings" | "maxFiringsPerDay">): Sweep {
    const own = this.tallies.at(-1)!;
    return new Sweep({
      automation: this.#base.ref,
      title: this.#base.title,
      metric: this.#spec,
      axes: this.#axes,
      rows: this.#tried.map((settings, i) => this.tallies[i]!.row(settings, maxFiringsPerDay)),
      current: own.row(settingsOf(this.#spec, this.#axes), maxFiringsPerDay),
      runs: own.runs,
      problems: this.tallies.every(({ evaluated }) => evaluated === 0) ? own.problems : [],
      warnings,
      maxFiringsPerDay,
    });
  }
}
