import { FilterableField } from "./filterable-field.js";
import { Metric } from "./metric.js";
import { type RunStateInput, StateFilter } from "./state-filter.js";

/** `RunEvent.state`: what a run's state changes to. */
class StateOperand {
  /** The run's state becomes `state`. */
  eq(state: RunStateInput): StateFilter {
    return new StateFilter({ states: [state] });
  }
  /** The run's state becomes one of `states`. */
  in(states: Iterable<RunStateInput>): StateFilter {
    return new StateFilter({ states });
  }
}

/**
 * What run events can look at: a metric's values, a change of state, and the run's own fields.
 *
 * @example
 * ```ts
 * import { RunEvent } from "wandb-automations";
 *
 * const filter = RunEvent.metric("loss").avg(5).gt(0.5).and(RunEvent.name.contains("prod"));
 * const failed = RunEvent.state.in(["failed"]).and(RunEvent.field("config.lr").gte(0.1));
 * console.log(`${filter}; ${failed}`);
 * ```
 */
export const RunEvent = /* @__PURE__ */ Object.freeze({
  /** The run's display name. */
  name: /* @__PURE__ */ new FilterableField("display_name"),
  /** The name of the user who started the run. */
  user: /* @__PURE__ */ new FilterableField("username"),
  /** The state the run changes to. */
  state: /* @__PURE__ */ Object.freeze(/* @__PURE__ */ new StateOperand()),
  /** A metric, by the name it is logged under. */
  metric: (name: string): Metric => new Metric(name),
  /** Any other field of the run, e.g. `config.lr`, `tags`, `group`, `job_type`, `summary_metrics.loss`. */
  field: (path: string): FilterableField => new FilterableField(path),
});

/**
 * What artifact events can look at.
 *
 * @example
 * ```ts
 * import { ArtifactEvent } from "wandb-automations";
 *
 * const filter = ArtifactEvent.alias.matchesRegex("^prod").and(ArtifactEvent.alias.ne("prod-test"));
 * console.log(`${filter}`);
 * ```
 */
export const ArtifactEvent = /* @__PURE__ */ Object.freeze({
  /** The alias that was added. */
  alias: /* @__PURE__ */ new FilterableField("alias"),
  /** The tag that was added or removed. */
  tag: /* @__PURE__ */ new FilterableField("tag"),
});
