const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

/**
 * A value that must not be shown: Slack webhook URLs, tokens. Printing, inspecting, converting to a string or to
 * JSON gives `[redacted]`; only {@link Secret.reveal} gives the value.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself, for the one place that sends it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return "[redacted]";
  }

  toJSON(): string {
    return "[redacted]";
  }

  [inspectCustom](): string {
    return "[redacted]";
  }
}
