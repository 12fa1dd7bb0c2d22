import { ValidationError, type ValidationIssue } from "../errors/index.js";
import { BRAND } from "./brand.js";
import type { FilterExpression, FilterInput } from "./filter-expression.js";
import { toRunFilter, whichRuns } from "./run-filter.js";
import { describeValue } from "./validate-input.js";

/** The states a run automation can watch. A crashed run counts as failed; a killed one never fires (documented). */
export type RunState = "running" | "finished" | "failed";
/** A {@link RunState}, in either case, or `crashed`, which means `failed`. */
export type RunStateInput = RunState | "crashed" | Uppercase<RunState | "crashed">;

const STATES: Record<string, RunState> = {
  running: "running",
  finished: "finished",
  failed: "failed",
  crashed: "failed",
};

/**
 * A run changes to one of these states. Made by `RunEvent.state.eq("failed")` and `RunEvent.state.in([…])`.
 *
 * @throws ValidationError for an unknown state, or none.
 */
export class StateFilter {
  /** Without repeats, in alphabetical order. */
  readonly states: readonly RunState[];

  constructor(options: { readonly states: Iterable<RunStateInput> | RunStateInput }) {
    const given: unknown[] =
      typeof options.states === "string" ? [options.states] : Array.from(options.states ?? []);
    const issues: ValidationIssue[] = given.flatMap((state, i) =>
      typeof state === "string" && Object.hasOwn(STATES, state.toLowerCase())
        ? []
        : [
            {
              code: "unknown_state",
              path: ["states", i],
              message: `must be "running", "finished" or "failed" (a killed run never fires), got ${describeValue(state)}`,
            },
          ],
    );
    if (given.length === 0) {
      issues.push({
        code: "too_small",
        path: ["states"],
        message: "must hold at least one state, got none: it could never fire",
      });
    }
    if (issues.length > 0) throw new ValidationError("StateFilter", issues);
    const states = given.map((state) => STATES[(state as string).toLowerCase()] as RunState);
    this.states = Object.freeze([...new Set(states)].sort());
    Object.defineProperty(this, BRAND, { value: "stateFilter" });
    Object.freeze(this);
  }

  /** Only for runs that `runFilter` admits. */
  and(runFilter: FilterInput): RunStateFilter {
    return new RunStateFilter({ state: this, run: runFilter });
  }

  toString(): string {
    return `state becomes ${this.states.join(" or ")}`;
  }
}

/** Run states together with the runs that are watched. Made by `stateFilter.and(runFilter)`. */
export class RunStateFilter {
  readonly state: StateFilter;
  readonly run: FilterExpression;

  constructor(options: { readonly state: StateFilter; readonly run?: FilterInput | undefined }) {
    this.state = options.state;
    this.run = toRunFilter(options.run);
    Object.defineProperty(this, BRAND, { value: "runStateFilter" });
    Object.freeze(this);
  }

  /** Only for runs that `other` admits too. */
  and(other: FilterInput): RunStateFilter {
    return new RunStateFilter({ state: this.state, run: this.run.and(other) });
  }

  toString(): string {
    return `${this.state}${whichRuns(this.run)}`;
  }
}
