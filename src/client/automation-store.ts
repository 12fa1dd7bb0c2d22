import { type Automation, isAutomation } from "../model/automation.js";
import type {
  AutomationBackend,
  CreateAutomationOptions,
  HistoryOptions,
  RequestOptions,
  UpdateAutomationOptions,
} from "../model/backend.js";
import { isNewAutomation, type NewAutomation } from "../model/new-automation.js";
import type { Execution } from "../wire/execution.js";
import { API_OPTION_NAMES, type ApiOptions } from "./api-options.js";
import { CALL_OPTION_NAMES, checkOptions, LIST_OPTION_NAMES, wrongArgument } from "./check-options.js";
import { DEFAULT_BASE_URL, normalizeBaseUrl } from "./config/base-url.js";
import { checkGivenKey } from "./config/credentials.js";
import { type ClientContext, registerContext } from "./context.js";
import { createAutomation } from "./create-automation.js";
import { automationId, deleteAutomation } from "./delete-automation.js";
import { Integrations } from "./integrations.js";
import { KnownAutomations } from "./known-automations.js";
import { listExecutions } from "./list-executions.js";
import { Names } from "./names.js";
import type { Listing } from "./pages.js";
import { Session, type SessionParts } from "./session.js";
import { updateAutomation } from "./update-automation.js";

const CHANGES = ["name", "description", "enabled", "event", "scope", "action"] as const;
const CREATE_OPTIONS = [...CALL_OPTION_NAMES, ...CHANGES, "onConflict", "allowUnverified"];
const UPDATE_OPTIONS = [...CALL_OPTION_NAMES, ...CHANGES, "createMissing", "allowUnverified"];

/**
 * Where automations are saved: as much of an Api as `automation.save()` and saved automations need, so that a bundle of
 * a program that saves holds no more.
 */
export class AutomationStore implements AutomationBackend {
  readonly #context: ClientContext;

  /** @param internals what tests replace: time and chance. */
  constructor(options: ApiOptions = {}, internals: SessionParts = {}) {
    checkOptions("Api", options, API_OPTION_NAMES);
    const baseUrl =
      options.baseUrl === undefined ? undefined : normalizeBaseUrl(options.baseUrl, "the baseUrl option");
    if (options.apiKey !== undefined) checkGivenKey(options.apiKey, baseUrl ?? DEFAULT_BASE_URL);
    const session = new Session(options, internals);
    const automations = new KnownAutomations();
    const names = new Names(session, automations);
    this.#context = { session, names, integrations: new Integrations(session), automations, backend: this };
    registerContext(this.#context);
  }

  /**
   * Saves a new automation. `automation.save()` does the same.
   *
   * Names in its scope are resolved and remembered, so the first automation of a scope costs two requests, each further
   * one one. If the answer is lost, a read tells whether it was saved; it is never saved twice.
   *
   * @param options what to take instead of the automation's own values, and what to do if its name is taken.
   * @throws ValidationError for what can't be an automation, or without a name.
   * @throws ServerError `CONFLICT` if the name is taken and `onConflict` is `"error"`, `NOT_FOUND` for unknown names.
   * @throws UnsupportedByServerError for what the server can't do.
   * @throws TransportError if the server can't be reached in time.
   * @example
   * ```ts no-run context=automation
   * import { Api } from "wandb-automations";
   *
   * const saved = await new Api().createAutomation(automation, { name: "accuracy-alert", onConflict: "update" });
   * console.log(saved.id);
   * ```
   */
  async createAutomation(
    automation: NewAutomation,
    options: CreateAutomationOptions = {},
  ): Promise<Automation> {
    if (!isNewAutomation(automation)) {
      throw wrongArgument("createAutomation", "automation", "must be what event.then() returns", automation);
    }
    checkOptions("createAutomation", options, CREATE_OPTIONS);
    return await createAutomation(this.#context, automation, options);
  }

  /**
   * Writes a saved automation back, with changes. What isn't named stays as it was when it was read, also what this
   * version doesn't understand.
   *
   * @throws ServerError `NOT_FOUND` if it is gone and `createMissing` isn't set.
   */
  async updateAutomation(automation: Automation, options: UpdateAutomationOptions = {}): Promise<Automation> {
    if (!isAutomation(automation)) {
      throw wrongArgument("updateAutomation", "automation", "must be a saved Automation", automation);
    }
    checkOptions("updateAutomation", options, UPDATE_OPTIONS);
    return await updateAutomation(this.#context, automation, options);
  }

  /**
   * Deletes an automation, given as such or by its id.
   *
   * @throws ServerError `NOT_FOUND` if it isn't there.
   */
  async deleteAutomation(automation: Automation | string, options: RequestOptions = {}): Promise<void> {
    checkOptions("deleteAutomation", options, CALL_OPTION_NAMES);
    await deleteAutomation(this.#context, automation, options);
  }

  /**
   * Lists when an automation fired and how that went.
   *
   * @throws UnsupportedByServerError where the server doesn't tell.
   */
  executions(automation: Automation | string, options: HistoryOptions = {}): Listing<Execution> {
    checkOptions("executions", options, LIST_OPTION_NAMES);
    return listExecutions(this.#context, automationId(automation), options);
  }
}
