import { AutomationsError, type ErrorOptions } from "./automations-error.js";

/** The request didn't come back with an answer: no connection, no answer in time, or cancelled. */
export class TransportError extends AutomationsError {
  constructor(code: "CONNECTION" | "TIMEOUT" | "ABORTED", message: string, options: ErrorOptions = {}) {
    super(code, message, options);
  }
}

/** Facts about the answer that a {@link ServerError} carries. */
export interface ServerErrorOptions extends ErrorOptions {
  /** HTTP status of the answer. */
  readonly status?: number;
  /** The server's own messages, redacted. */
  readonly messages?: readonly string[];
  /** Seconds to wait before trying again, if the server said so. */
  readonly retryAfterSeconds?: number;
  /** Name of the GraphQL operation that failed. */
  readonly operation?: string;
}

type ServerErrorCode =
  | "AUTHENTICATION"
  | "PERMISSION"
  | "NOT_FOUND"
  | "CONFLICT"
  | "RATE_LIMITED"
  | "SERVER"
  | "GRAPHQL";

/** The server answered, and the answer is no. `code` says which no. */
export class ServerError extends AutomationsError {
  readonly status: number | undefined;
  readonly messages: readonly string[];
  readonly retryAfterSeconds: number | undefined;
  readonly operation: string | undefined;

  constructor(code: ServerErrorCode, message: string, options: ServerErrorOptions = {}) {
    super(code, message, options);
    this.status = options.status;
    this.messages = Object.freeze([...(options.messages ?? [])]);
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.operation = options.operation;
  }
}

/** The server's answer isn't what its schema promises: a proxy's page, truncated JSON, a missing field. */
export class UnexpectedResponseError extends AutomationsError {
  readonly operation: string | undefined;

  constructor(message: string, options: ErrorOptions & { operation?: string } = {}) {
    super("UNEXPECTED_RESPONSE", message, options);
    this.operation = options.operation;
  }
}

/** The server doesn't offer a feature (yet, or at all), so the request wasn't sent. */
export class UnsupportedByServerError extends AutomationsError {
  constructor(message: string, options: ErrorOptions = {}) {
    super("UNSUPPORTED_BY_SERVER", message, options);
  }
}

/** No usable credentials. The message says where they were looked for. */
export class AuthError extends AutomationsError {
  constructor(code: "AUTH_MISSING" | "AUTH_MALFORMED", message: string, options: ErrorOptions = {}) {
    super(code, message, options);
  }
}
