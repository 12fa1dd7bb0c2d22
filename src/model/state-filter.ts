import { ValidationError, type ValidationIssue } from "../errors/index.js";
import { sealAs } from "./brand.js";
import { describeValue } from "./describe-value.js";
import type { FilterInput } from "./filter-expression.js";
import { RunStateFilter } from "./run-state-filter.js";
import { unknownOptions } from "./unknown-options.js";

/** The states a run automation can watch. A crashed run counts as failed; a killed one never fires (documented). */
export type RunState = "running" | "finished" | "failed";
/** A {@link RunState}, in either case, or `crashed`, which means `failed`. */
export type RunStateInput = RunState | "crashed" | Uppercase<RunState | "crashed">;

const STATES: Readonly<Record<string, RunState>> = {
  running: "running",
  finished: "finished",
  failed: "failed",
  crashed: "failed",
};

function readState(given: unknown): RunState | undefined {
  const name = typeof given === "string" ? given.trim().toLowerCase() : "";
  return Object.hasOwn(STATES, name) ? STATES[name] : undefined;
}

/**
 * A run changes to one of these states. Made by `RunEvent.state.eq("failed")` and `RunEvent.state.in([…])`.
 *
 * @throws ValidationError listing every state that isn't one, or saying that there is none.
 */
export class StateFilter {
  /** Without repeats, in alphabetical order. */
  readonly states: readonly RunState[];

  constructor(options: { readonly states: Iterable<RunStateInput> | RunStateInput }) {
    const given: unknown = options?.states;
    const issues: ValidationIssue[] = unknownOptions(Object(options), ["states"]);
    const isList =
      typeof given === "object" && typeof (given as Iterable<unknown>)?.[Symbol.iterator] === "function";
    const list: unknown[] = isList ? Array.from(given as Iterable<unknown>) : [given];
    for (const [i, state] of list.entries()) {
      if (readState(state) !== undefined) continue;
      issues.push({
        code: "unknown_state",
        path: isList ? ["states", i] : ["states"],
        message: `must be "running", "finished" or "failed" (a killed run never fires), got ${describeValue(state)}`,
      });
    }
    if (list.length === 0) {
      const message = "must hold at least one state, got none: it could never fire";
      issues.push({ code: "too_small", path: ["states"], message });
    }
    if (issues.length > 0) throw new ValidationError("StateFilter", issues);
    this.states = Object.freeze([...new Set(list.map((state) => readState(state) as RunState))].sort());
    sealAs(this, "stateFilter");
  }

  /** Only for runs that `runFilter` admits. */
  and(runFilter: FilterInput): RunStateFilter {
    return new RunStateFilter({ state: this, run: runFilter });
  }

  toString(): string {
    return `state becomes ${this.states.join(" or ")}`;
  }
}
