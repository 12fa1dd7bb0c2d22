import { VERSION } from "../wire/version.js";
import type { Call } from "./call.js";
import { type Clock, systemClock } from "./clock.js";
import { createHttpSend } from "./http.js";
import { type Logger, safeLogger } from "./log.js";
import { Redactor } from "./redact.js";
import { type Send, withRetries } from "./retry.js";

export interface TransportOptions {
  /** Address of the server, without a slash at its end; a path prefix is kept. */
  readonly baseUrl: string;
  /** Value of the `Authorization` header, asked for before each attempt. */
  readonly authorization: (call: Call) => Promise<string>;
  readonly fetch: typeof fetch;
  readonly attemptTimeoutMs: number;
  readonly retries: number;
  /** Product that uses this package, put before its own name in `User-Agent`. */
  readonly userAgent?: string;
  readonly logger?: Logger;
  readonly redactor?: Redactor;
  readonly clock?: Clock;
}

/** Browsers choose the user agent themselves, and some complain when asked for another. */
function userAgentHeader(product: string | undefined): Record<string, string> {
  if (typeof document !== "undefined") return {};
  const own = `wandb-automations-js/${VERSION}`;
  return { "User-Agent": product === undefined ? own : `${product} ${own}` };
}

/** Everything between an operation and its answer: retries over HTTP, with secrets kept out of what is seen of it. */
export function createTransport(options: TransportOptions): Send {
  const { baseUrl, attemptTimeoutMs, retries } = options;
  const clock = options.clock ?? systemClock;
  const redactor = options.redactor ?? new Redactor();
  const sendOnce = createHttpSend({
    url: `${baseUrl}/graphql`,
    headers: async (call) => {
      const authorization = await options.authorization(call);
      redactor.add(authorization);
      // Also without the scheme before it.
      redactor.add(authorization.slice(authorization.indexOf(" ") + 1));
      return { Authorization: authorization, ...userAgentHeader(options.userAgent) };
    },
    fetch: options.fetch,
    attemptTimeoutMs,
    redactor,
    clock,
  });
  return withRetries(sendOnce, { retries, clock, log: safeLogger(options.logger) });
}
