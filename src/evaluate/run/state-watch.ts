import type { RunInfo } from "../../history/run-history.js";
import type { EventPlan } from "../event-plan.js";
import type { StateFiring } from "../verdict/firing.js";
import { runRef } from "../verdict/run-ref.js";
import { Cooldown } from "./cooldown.js";

/** A change of a run's state. */
export interface StateChange {
  /** Lower case, as histories have it: running, finished, failed, crashed, killed, … */
  readonly state: string;
  /** The last step before it. */
  readonly step?: number;
  /** Seconds since the epoch. */
  readonly timestamp?: number;
}

/** The state that automations know `state` as: `failed` includes crashed. (Documented.) */
export function reportedState(state: string): string {
  const lower = state.toLowerCase();
  return lower === "crashed" ? "failed" : lower;
}

/** One run-state automation on one run. */
export class StateWatch {
  readonly plan: EventPlan;
  readonly states: ReadonlySet<string>;
  /** The states that the run changed to, in order. */
  readonly seen: string[] = [];
  cooldown = new Cooldown();
  satisfied = 0;
  firings = 0;

  constructor(plan: EventPlan, states: ReadonlySet<string>) {
    this.plan = plan;
    this.states = states;
  }

  /** The firing that the change makes, if it makes one. `step` and `timestamp` are NaN where unknown. */
  change(run: RunInfo, change: Required<StateChange>): StateFiring | undefined {
    this.seen.push(change.state);
    if (!this.states.has(reportedState(change.state))) return undefined;
    this.satisfied++;
    if (!this.cooldown.allows(change.timestamp)) return undefined;
    this.cooldown.fire(change.timestamp);
    this.firings++;
    return {
      kind: "state",
      automation: this.plan.ref,
      run: runRef(run),
      ...(Number.isNaN(change.step) ? {} : { step: change.step }),
      ...(Number.isNaN(change.timestamp) ? {} : { timestamp: change.timestamp }),
      state: change.state,
      reason: `the run changed to ${change.state}`,
    };
  }
}
