import { VERSION } from "../wire/version.js";
import type { Call } from "./call.js";
import { type Clock, systemClock } from "./clock.js";
import { createHttpSend } from "./http.js";
import { type Logger, safeLogger } from "./log.js";
import { Redactor } from "./redact.js";
import { type Send, withRetries } from "./retry.js";

/** A member of the team that a service account acts for. */
export interface User {
  readonly username: string;
  readonly email: string;
}

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
  /** Whom the key's owner acts for; empty texts where nobody says. */
  readonly user: User;
  /** Sent instead of the own ones of the same names, which are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly logger?: Logger;
  readonly redactor?: Redactor;
  readonly clock?: Clock;
}

/**
 * What W&B's own client says besides the key: who acts, and that an admin's key may do what an admin may. Browsers
 * choose the user agent themselves, and ask a server's leave for each of the others.
 */
function ownHeaders({ userAgent, user }: TransportOptions): Record<string, string> {
  if (typeof document !== "undefined") return {};
  const own = `wandb-automations-js/${VERSION}`;
  return {
    "user-agent": userAgent === undefined ? own : `${userAgent} ${own}`,
    "use-admin-privileges": "true",
    "x-wandb-username": user.username,
    "x-wandb-user-email": user.email,
  };
}

/** Everything between an operation and its answer: retries over HTTP, with secrets kept out of what is seen of it. */
export function createTransport(options: TransportOptions): Send {
  const { baseUrl, attemptTimeoutMs, retries, headers } = options;
  const clock = options.clock ?? systemClock;
  const redactor = options.redactor ?? new Redactor();
  // Gateways have keys of their own.
  for (const value of Object.values(headers)) redactor.add(value);
  const sendOnce = createHttpSend({
    url: `${baseUrl}/graphql`,
    headers: async (call) => {
      const authorization = await options.authorization(call);
      redactor.add(authorization);
      // Also without the scheme before it.
      redactor.add(authorization.slice(authorization.indexOf(" ") + 1));
      return { authorization, ...ownHeaders(options), ...headers };
    },
    fetch: options.fetch,
    attemptTimeoutMs,
    redactor,
    clock,
  });
  return withRetries(sendOnce, { retries, clock, log: safeLogger(options.logger) });
}
