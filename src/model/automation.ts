import type { Execution } from "../wire/execution.js";
import type { TriggerRecord } from "../wire/trigger.js";
import type { Action } from "./action.js";
import type { AutomationEvent } from "./automation-event.js";
import type {
  AutomationBackend,
  HistoryOptions,
  Paged,
  RequestOptions,
  UpdateAutomationOptions,
} from "./backend.js";
import { hasBrand, sealAs } from "./brand.js";
import { actionFromRecord } from "./saved-action.js";
import { eventFromRecord } from "./saved-event.js";
import type { Scope, UnknownScope } from "./scopes.js";
import type { UnknownAction, UnknownEvent } from "./unknown-kinds.js";

/**
 * A saved automation, as it was on the server when it was read. Immutable: what changes it gives a new one.
 *
 * @example
 * ```ts no-run
 * import { Api } from "wandb-automations";
 *
 * const api = new Api();
 * const alert = await api.automation({ name: "accuracy-alert", entity: "acme" });
 * console.log(alert.name, alert.enabled, `${alert.event}`);
 * await alert.disable();
 * ```
 */
export class Automation {
  readonly id: string;
  readonly createdAt: Date;
  readonly updatedAt: Date | null;
  readonly name: string;
  readonly description: string | null;
  readonly enabled: boolean;
  readonly scope: Scope | UnknownScope;
  readonly event: AutomationEvent | UnknownEvent;
  readonly action: Action | UnknownAction;
  // Private, because it holds URLs and payloads, which printing must not show.
  readonly #record: TriggerRecord;
  readonly #backend: AutomationBackend;

  constructor(record: TriggerRecord, backend: AutomationBackend) {
    this.id = record.id;
    this.createdAt = parseTime(record.createdAt);
    this.updatedAt = record.updatedAt === null ? null : parseTime(record.updatedAt);
    this.name = record.name;
    this.description = record.description;
    this.enabled = record.enabled;
    this.scope = record.scope as Scope | UnknownScope;
    this.event = eventFromRecord(record);
    this.action = actionFromRecord(record);
    this.#record = record;
    this.#backend = backend;
    sealAs(this, "automation");
  }

  /** As it was read, for writing back what wasn't changed. Holds URLs and payloads as they are: don't log it. */
  get record(): TriggerRecord {
    return this.#record;
  }

  /**
   * Changes it on the server. What isn't named stays as it is.
   *
   * @throws ServerError `NOT_FOUND` when it is gone and `createMissing` isn't set.
   */
  update(changes: UpdateAutomationOptions): Promise<Automation> {
    return this.#backend.updateAutomation(this, changes);
  }

  /** Lets it fire. */
  enable(options: RequestOptions = {}): Promise<Automation> {
    return this.update({ ...options, enabled: true });
  }

  /** Keeps it, but doesn't let it fire. */
  disable(options: RequestOptions = {}): Promise<Automation> {
    return this.update({ ...options, enabled: false });
  }

  /** Deletes it on the server. */
  delete(options: RequestOptions = {}): Promise<void> {
    return this.#backend.deleteAutomation(this, options);
  }

  /**
   * When it fired and how that went, latest first as the server has it.
   *
   * @throws UnsupportedByServerError where the server doesn't tell.
   */
  history(options: HistoryOptions = {}): Paged<Execution> {
    return this.#backend.executions(this, options);
  }

  toString(): string {
    return `${this.name}: ${this.event} → ${this.action}${this.enabled ? "" : " (disabled)"}`;
  }
}

/** Servers leave the zone out at times, and mean UTC. */
function parseTime(text: string): Date {
  return new Date(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
}

/** Whether `value` is a saved {@link Automation}, also one of this package's other build. */
export function isAutomation(value: unknown): value is Automation {
  return hasBrand(value, "automation");
}
