import { AutomationsError } from "../errors/index.js";
import type { Execution } from "../wire/execution.js";
import type { Automation } from "./automation.js";
import type { AutomationChanges } from "./automation-changes.js";
import type { NewAutomation } from "./new-automation.js";

/** What every call that reaches a server takes. */
export interface RequestOptions {
  /** Cancels the call. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds the whole call may take, retries included. */
  readonly timeoutMs?: number | undefined;
}

/** What creating an automation takes; changes take the place of what it was built with. */
export interface CreateAutomationOptions extends RequestOptions, AutomationChanges {
  /**
   * What to do when the name is taken: `"error"` (default), `"fetch"` the one that is there, or `"update"` it so that
   * it is as asked, sending nothing when nothing would change.
   */
  readonly onConflict?: "error" | "fetch" | "update" | undefined;
  /** Send what no W&B server is known to accept, such as the aggregation `sum`. */
  readonly allowUnverified?: boolean | undefined;
}

/** What updating an automation takes. */
export interface UpdateAutomationOptions extends RequestOptions, AutomationChanges {
  /** Create it if the server doesn't know it any more. */
  readonly createMissing?: boolean | undefined;
  /** Send what no W&B server is known to accept, such as the aggregation `sum`. */
  readonly allowUnverified?: boolean | undefined;
}

/** What listing an automation's executions takes. */
export interface HistoryOptions extends RequestOptions {
  /** Executions per request: 50 by default. */
  readonly perPage?: number | undefined;
  /** Cursor of a page that was read before: the listing goes on after it. */
  readonly start?: string | undefined;
}

/** A listing that is fetched page by page as it is read. */
export interface Paged<T> extends AsyncIterable<T> {
  /** The pages, each with the cursor to go on from after it; null at the end. */
  pages(): AsyncIterable<{ readonly items: readonly T[]; readonly cursor: string | null }>;
  /** Everything, in one array. */
  toArray(): Promise<T[]>;
}

/** What saved automations are kept in: an `Api`. */
export interface AutomationBackend {
  createAutomation(automation: NewAutomation, options?: CreateAutomationOptions): Promise<Automation>;
  updateAutomation(automation: Automation, options?: UpdateAutomationOptions): Promise<Automation>;
  deleteAutomation(automation: Automation | string, options?: RequestOptions): Promise<void>;
  executions(automation: Automation | string, options?: HistoryOptions): Paged<Execution>;
}

let makeDefault: (() => AutomationBackend) | undefined;
let made: AutomationBackend | undefined;

/** Says what `save()` uses when no `api` is given. The package's entry point does this once, when it is loaded. */
export function registerDefaultBackend(factory: () => AutomationBackend): void {
  makeDefault = factory;
  made = undefined;
}

/** The `Api` made from the environment: made when it is first needed, then kept. */
export function defaultBackend(): AutomationBackend {
  if (!makeDefault) {
    throw new AutomationsError("CONFIG_INVALID", "There is no default Api to save with.", {
      hint: 'Give one: automation.save({ name, api: new Api({ … }) }), or import from "wandb-automations".',
    });
  }
  made ??= makeDefault();
  return made;
}
