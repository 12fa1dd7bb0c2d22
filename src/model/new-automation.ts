import * as z from "zod/mini";
import { EventAwaitedError, ValidationError } from "../errors/index.js";
import type { EventType } from "../wire/enums.js";
import { type Action, isAction } from "./actions.js";
import type { Automation } from "./automation.js";
import { type AutomationBackend, type CreateAutomationOptions, defaultBackend } from "./backend.js";
import { BRAND, hasBrand } from "./brand.js";
import type { AutomationEvent } from "./events.js";
import type { FilterExpression } from "./filter-expression.js";
import type { RunMetricFilter } from "./metric-filters.js";
import { type Scope, scopeText } from "./scopes.js";
import type { RunStateFilter } from "./state-filter.js";
import { describeValue, validateInput } from "./validate-input.js";

const ACTIONS = "must be SendNotification, SendWebhook, SendPromptToAria or DoNothing";

/** What every event is: something that happens in a scope, and to which an action is attached. */
export abstract class EventBase<
  S extends Scope = Scope,
  F extends FilterExpression | RunMetricFilter | RunStateFilter =
    | FilterExpression
    | RunMetricFilter
    | RunStateFilter,
> {
  /** The name of the class, as in Python. */
  abstract readonly kind: string;
  /** What the server calls it. */
  abstract readonly eventType: EventType;
  readonly scope: S;
  readonly filter: F;

  constructor(scope: S, filter: F) {
    this.scope = scope;
    this.filter = filter;
    Object.defineProperty(this, BRAND, { value: "event" });
  }

  /**
   * The automation that does `action` when this event happens.
   *
   * JavaScript takes anything with a `then` for a promise: awaiting an event, or giving it to `Promise.resolve`,
   * rejects at once with `EVENT_AWAITED`.
   *
   * @throws ValidationError when `action` isn't one.
   * @throws EventAwaitedError when promise machinery called it.
   */
  then(action: Action): NewAutomation {
    if (typeof action === "function") throw new EventAwaitedError(this.kind);
    if (!isAction(action)) {
      throw new ValidationError(this.kind, [
        { code: "invalid_action", path: ["action"], message: `${ACTIONS}, got ${describeValue(action)}` },
      ]);
    }
    return new NewAutomation({ event: this as unknown as AutomationEvent, action });
  }

  toString(): string {
    const filter = `${this.filter}`;
    return `${this.kind}(${scopeText(this.scope)}${filter === '{"$and":[]}' ? "" : `: ${filter}`})`;
  }
}

const NAME_RULE = "must be 1 to 255 characters";

/** The name of an automation. Characters are counted as people and Python count them, not as UTF-16 units. */
export const automationNameSchema = z.string(NAME_RULE).check(
  z.refine((name) => {
    const { length } = [...name];
    return length >= 1 && length <= 255;
  }, NAME_RULE),
);

/** Whether `value` is an event, also one of this package's other build. */
export function isEvent(value: unknown): value is AutomationEvent {
  return hasBrand(value, "event");
}

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

const newAutomationSchema = z.strictObject(
  {
    event: z.custom<AutomationEvent>(isEvent, "must be an event such as OnRunMetric"),
    action: z.custom<Action>(isAction, ACTIONS),
    name: z.optional(automationNameSchema),
    description: z.optional(z.string("must be text")),
    enabled: z.optional(z.boolean("must be true or false")),
  },
  "options are event, action, name, description, enabled",
);

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
    const given = validateInput(newAutomationSchema, options, "NewAutomation");
    this.event = given.event;
    this.action = given.action;
    this.name = given.name;
    this.description = given.description;
    this.enabled = given.enabled ?? true;
    Object.defineProperty(this, BRAND, { value: "newAutomation" });
    Object.freeze(this);
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
   * @throws ValidationError without a name.
   * @throws ServerError `CONFLICT` when the name is taken and `onConflict` is `"error"`.
   * @throws UnsupportedByServerError when the server can't do what is asked.
   * @throws TransportError when the server can't be reached in time.
   */
  async save(options: SaveOptions = {}): Promise<Automation> {
    const { api, ...rest } = options;
    return await (api ?? defaultBackend()).createAutomation(this, rest);
  }

  toString(): string {
    return `${this.name ?? "unnamed automation"}: ${this.event} → ${this.action}`;
  }
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
