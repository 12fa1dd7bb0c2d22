import type { ErrorCode } from "../errors/index.js";

/** Something the client did or met. Never holds variables, headers or bodies, so it can be logged as it is. */
export type LogEvent =
  | { readonly type: "request"; readonly operation: string; readonly attempt: number }
  | {
      readonly type: "response";
      readonly operation: string;
      readonly attempt: number;
      /** Milliseconds from request to the end of the answer. */
      readonly durationMs: number;
      /** `OK`, or the code of the error it was. */
      readonly outcome: "OK" | ErrorCode;
    }
  | {
      readonly type: "retry";
      readonly operation: string;
      /** The attempt that comes next, counted from 1. */
      readonly attempt: number;
      /** Milliseconds until then. */
      readonly waitMs: number;
      readonly because: ErrorCode;
    }
  | { readonly type: "warning"; readonly message: string };

/**
 * Is told what the client does, e.g. to log it. What it throws is ignored.
 *
 * @example
 * ```ts
 * import { Api } from "wandb-automations";
 *
 * const api = new Api({ logger: (event) => console.debug(event) });
 * ```
 */
export type Logger = (event: LogEvent) => void;

/** `logger`, made unable to break a call. */
export function safeLogger(logger: Logger | undefined): Logger {
  return (event) => {
    try {
      logger?.(event);
    } catch {
      // A request mustn't fail because its log line couldn't be written.
    }
  };
}
