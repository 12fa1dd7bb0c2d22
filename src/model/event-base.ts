import { EventAwaitedError, ValidationError } from "../errors/index.js";
import type { EventType } from "../wire/enums.js";
import { ACTION_RULE, type Action, isAction } from "./action.js";
import type { AutomationEvent } from "./automation-event.js";
import { describeValue } from "./describe-value.js";
import type { FilterExpression } from "./filter-expression.js";
import { NewAutomation } from "./new-automation.js";
import type { RunMetricFilter } from "./run-metric-filter.js";
import type { RunStateFilter } from "./run-state-filter.js";
import { type Scope, scopeText } from "./scopes.js";

/** Filters that admit everything, as they are built and as servers keep them. */
const ALWAYS = new Set(['{"$and":[]}', '{"$or":[{"$and":[]}]}']);

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
  /** Where it happens. */
  readonly scope: S;
  /** What else must hold for it to count. */
  readonly filter: F;

  constructor(scope: S, filter: F) {
    this.scope = scope;
    this.filter = filter;
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
        { code: "invalid_action", path: ["action"], message: `${ACTION_RULE}, got ${describeValue(action)}` },
      ]);
    }
    return new NewAutomation({ event: this as unknown as AutomationEvent, action });
  }

  toString(): string {
    const filter = `${this.filter}`;
    return `${this.kind}(${scopeText(this.scope)}${ALWAYS.has(filter) ? "" : `: ${filter}`})`;
  }
}
