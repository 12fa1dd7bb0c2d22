import { ValidationError } from "../errors/index.js";
import { hasBrand, sealAs } from "./brand.js";
import { readCondition } from "./condition-options.js";
import { describeValue } from "./describe-value.js";
import type { FilterExpression, FilterInput } from "./filter-expression.js";
import { whichRuns } from "./run-filter.js";
import type { StateFilter } from "./state-filter.js";

const STATE_RULE = 'states such as RunEvent.state.in(["failed"])';

/**
 * Run states together with the runs that are watched. Made by `stateFilter.and(runFilter)`.
 *
 * @throws ValidationError listing every option that is wrong.
 */
export class RunStateFilter {
  readonly state: StateFilter;
  /** The runs that are watched. */
  readonly run: FilterExpression;

  constructor(options: { readonly state: StateFilter; readonly run?: FilterInput | undefined }) {
    const { condition, run } = readCondition<StateFilter>("RunStateFilter", options, {
      name: "state",
      brand: "stateFilter",
      rule: STATE_RULE,
    });
    this.state = condition;
    this.run = run;
    sealAs(this, "runStateFilter");
  }

  /** Only for runs that `other` admits too. */
  and(other: FilterInput): RunStateFilter {
    return new RunStateFilter({ state: this.state, run: this.run.and(other) });
  }

  toString(): string {
    return `${this.state}${whichRuns(this.run)}`;
  }
}

/** States, with or without the runs that are watched. */
export type RunStateFilterInput = StateFilter | RunStateFilter;

/**
 * Reads the filter of an event.
 *
 * @throws ValidationError when it is no set of states.
 */
export function toRunStateFilter(given: unknown): RunStateFilter {
  if (hasBrand(given, "runStateFilter")) return given as RunStateFilter;
  if (hasBrand(given, "stateFilter")) return new RunStateFilter({ state: given as StateFilter });
  throw new ValidationError("Filter", [
    {
      code: "invalid_filter",
      path: ["filter"],
      message: `must be ${STATE_RULE}, got ${describeValue(given)}`,
    },
  ]);
}
