import { isAutomationsError } from "../../errors/index.js";
import { type EventPlan, planEvent } from "../../evaluate/event-plan.js";
import type { Directory } from "../store/directory.js";
import type { AutomationRecord } from "../store/records.js";
import { toCompiled } from "./compiled-scope.js";

interface Entry {
  /** The automation as it was when it was read. */
  readonly automation: AutomationRecord;
  /** Undefined for one that can't be evaluated. */
  readonly plan: EventPlan | undefined;
}

/** Automations ready to be evaluated, each read once for as long as what it watches stays the same. */
export class PlanBook {
  readonly #directory: Directory;
  readonly #onProblem: (automation: AutomationRecord, problem: string) => void;
  readonly #entries = new Map<string, Entry>();

  /** `onProblem` is told, once, of an automation that can't be evaluated, e.g. because of an unknown operator. */
  constructor(directory: Directory, onProblem: (automation: AutomationRecord, problem: string) => void) {
    this.#directory = directory;
    this.#onProblem = onProblem;
  }

  planOf(automation: AutomationRecord): EventPlan | undefined {
    const known = this.#entries.get(automation.id);
    if (known && watchesTheSame(known.automation, automation)) return known.plan;
    let plan: EventPlan | undefined;
    try {
      plan = planEvent(toCompiled(automation, this.#directory), automation.number);
    } catch (error) {
      if (!isAutomationsError(error)) throw error;
      this.#onProblem(automation, error.message);
    }
    this.#entries.set(automation.id, { automation, plan });
    return plan;
  }

  forget(automationId: string): void {
    this.#entries.delete(automationId);
  }
}

function watchesTheSame(before: AutomationRecord, now: AutomationRecord): boolean {
  return (
    before === now ||
    (before.enabled === now.enabled &&
      before.eventType === now.eventType &&
      before.eventFilter === now.eventFilter &&
      before.scopeId === now.scopeId)
  );
}
