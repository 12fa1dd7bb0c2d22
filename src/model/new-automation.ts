import { ValidationError } from "../errors/index.js";
import type { Action } from "./action.js";
import type { Automation } from "./automation.js";
import { automationParts } from "./automation-changes.js";
import type { AutomationEvent } from "./automation-event.js";
import { type AutomationBackend, type CreateAutomationOptions, defaultBackend } from "./backend.js";
import { hasBrand, sealAs } from "./brand.js";
import { describeValue } from "./describe-value.js";
import { optional } from "./option-readers.js";
import type { Scope } from "./scopes.js";
import { validateInput } from "./validate-input.js";

/** What {@link NewAutomation} and {@link defineAutomation} take. */
export interface NewAutomationOptions {
  readonly event: AutomationEvent;
  readonly action: Action;
  /** 1 to 255 characters. May be left to `save`. */
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** `true` by default. Only enabled automations fire. */
  readonly enabled?: boolean | undefined;
}

const READERS = {
  event: automationParts.event,
  action: automationParts.action,
  name: optional(automationParts.name),
  description: optional(automationParts.description),
  enabled: optional(automationParts.enabled),
};

/** What {@link NewAutomation.save} takes. */
export interface SaveOptions extends CreateAutomationOptions {
  /** Where to save it; the `Api` made from the environment by default. */
  readonly api?: AutomationBackend | undefined;
}

/**
 * An automation that isn't saved yet: an event and the action it triggers. Made by `event.then(action)`, or by
 * {@link defineAutomation}. Immutable, and not a promise.
 *
 * @throws ValidationError listing every option that is wrong.
 */
export class NewAutomation {
  readonly event: AutomationEvent;
  readonly action: Action;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly enabled: boolean;

  constructor(options: NewAutomationOptions) {
    const given = validateInput(READERS, options, "NewAutomation");
    this.event = given.event;
    this.action = given.action;
    this.name = given.name;
    this.description = given.description;
    this.enabled = given.enabled ?? true;
    sealAs(this, "newAutomation");
  }

  /** Where it watches. */
  get scope(): Scope {
    return this.event.scope;
  }

  /**
   * Saves it on the server and gives the saved automation.
   *
   * Names in its scope are resolved now. Without an `api`, the key and the server are those of the environment, as
   * `wandb` finds them.
   *
   * @throws ValidationError without a name, or listing every option that is wrong.
   * @throws ServerError `CONFLICT` when the name is taken and `onConflict` is `"error"`.
   * @throws UnsupportedByServerError when the server can't do what is asked.
   * @throws TransportError when the server can't be reached in time.
   */
  async save(options: SaveOptions = {}): Promise<Automation> {
    const { api, ...rest } = checkSaveOptions(options);
    return await (api ?? defaultBackend()).createAutomation(this, rest);
  }

  toString(): string {
    return `${this.name ?? "unnamed automation"}: ${this.event} → ${this.action}`;
  }
}

/** The backend checks the rest, which it knows. */
function checkSaveOptions(options: SaveOptions): SaveOptions {
  if (typeof options !== "object" || options === null) {
    const message = `must be an object such as { name: "…" }, got ${describeValue(options)}`;
    throw new ValidationError("Automation", [{ code: "invalid_type", path: [], message }]);
  }
  const { api } = options;
  if (api === undefined || typeof api?.createAutomation === "function") return options;
  const message = `must be an Api, got ${describeValue(api)}`;
  throw new ValidationError("Automation", [{ code: "invalid_type", path: ["api"], message }]);
}

/**
 * The same as `event.then(action)`, without the method that JavaScript takes for a promise's.
 *
 * @throws ValidationError listing every option that is wrong.
 * @example
 * ```ts
 * import { DoNothing, OnRunState, RunEvent, defineAutomation } from "wandb-automations";
 *
 * export const failed = defineAutomation({
 *   name: "failed-runs",
 *   event: new OnRunState({ scope: "acme/vision", filter: RunEvent.state.eq("failed") }),
 *   action: new DoNothing(),
 * });
 * ```
 */
export function defineAutomation(options: NewAutomationOptions): NewAutomation {
  return new NewAutomation(options);
}

/** Whether `value` is a {@link NewAutomation}, also one of this package's other build. */
export function isNewAutomation(value: unknown): value is NewAutomation {
  return hasBrand(value, "newAutomation");
}
