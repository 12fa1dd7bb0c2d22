/**
 * An event, read from a server, that this version doesn't know or can't read: an older kind
 * (`UPDATE_ARTIFACT_ALIAS`), a newer one, or a filter of another shape. It survives being written back.
 */
export class UnknownEvent {
  readonly kind = "UnknownEvent";
  /** What the server calls it. */
  readonly eventType: string;
  /** Its filter, as text, as the server has it. */
  readonly filter: string;
  /** Why it isn't understood. */
  readonly reason: string;

  constructor(eventType: string, filter: string, reason: string) {
    this.eventType = eventType;
    this.filter = filter;
    this.reason = reason;
    Object.freeze(this);
  }

  toString(): string {
    return `${this.eventType} (${this.reason})`;
  }
}

/** An action, read from a server, that this version doesn't know. An update of its automation leaves it alone. */
export class UnknownAction {
  readonly kind = "unknown";
  /** What the server calls it. */
  readonly actionType: string;

  constructor(actionType: string) {
    this.actionType = actionType;
    Object.freeze(this);
  }

  toString(): string {
    return `${this.actionType} (an action this version doesn't know)`;
  }
}
