import { AuthError, ServerError, TransportError } from "../../errors/index.js";
import type { Call } from "../../transport/call.js";
import type { Clock } from "../../transport/clock.js";
import type { Redactor } from "../../transport/redact.js";
import { retryAfterSeconds } from "../../transport/retry-after.js";
import { Interrupted, withinTime } from "../../transport/time-limit.js";
import { isJsonObject, parseMaybeJson } from "../../wire/json.js";
import type { Environment } from "./environment.js";

/** A token this close to its end is renewed: it might end on its way. */
const RENEW_BEFORE_MS = 5 * 60_000;

export interface IdentityTokenOptions {
  readonly baseUrl: string;
  /** Path of the file with the JWT; read anew for each exchange, because such tokens are replaced in place. */
  readonly path: string;
  readonly environment: Environment;
  readonly fetch: typeof fetch;
  /** Those of every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds one exchange may take. */
  readonly attemptTimeoutMs: number;
  readonly redactor: Redactor;
  readonly clock: Clock;
}

/**
 * Makes the `Authorization` header from an identity token: the server exchanges the JWT for an access token at
 * `/oidc/token` (RFC 7523, as the Python SDK does). The access token is kept in memory until shortly before its end.
 */
export function identityTokenAuthorization(options: IdentityTokenOptions): (call: Call) => Promise<string> {
  const { baseUrl, path, environment, redactor, clock } = options;
  let token: { readonly value: string; readonly endsAt: number } | undefined;

  async function readIdentityToken(): Promise<string> {
    const text = await environment.readFile?.(path).catch(() => undefined);
    if (text?.trim()) return text.trim();
    throw new AuthError(
      "AUTH_MISSING",
      `There is no identity token in ${path} (WANDB_IDENTITY_TOKEN_FILE).`,
      {
        hint: "Write the JWT of your identity provider to that file, or use WANDB_API_KEY instead.",
      },
    );
  }

  async function exchange(call: Call): Promise<string> {
    const assertion = await readIdentityToken();
    redactor.add(assertion);
    const form = { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion };
    const body = new URLSearchParams(form);
    const send = async (signal: AbortSignal) => {
      const response = await options.fetch(`${baseUrl}/oidc/token`, {
        method: "POST",
        headers: options.headers,
        body,
        signal,
        redirect: "manual",
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    };
    const ms = Math.min(options.attemptTimeoutMs, call.deadline - clock.now());
    const { status, headers, text } = await withinTime(send, ms, call.signal).catch((error) => {
      const why = error instanceof Interrupted ? error.why : "connection";
      const code = ({ timeout: "TIMEOUT", aborted: "ABORTED", connection: "CONNECTION" } as const)[why];
      throw new TransportError(code, `The identity token couldn't be exchanged at ${baseUrl}/oidc/token.`, {
        cause: redactor.cause(error),
      });
    });
    const reply = status === 200 ? readToken(text) : undefined;
    if (!reply) {
      // An answer of 200 that can't be used may still hold a token.
      const detail = status === 200 ? "" : `: ${redactor.text(text).slice(0, 200)}`;
      const wait = retryAfterSeconds(headers, clock.now());
      const [code, hint] =
        status === 429
          ? (["RATE_LIMITED", "Try again later."] as const)
          : status >= 500
            ? (["SERVER", "Try again later; if it persists, ask whoever runs the server."] as const)
            : ([
                "AUTHENTICATION",
                "It may have expired, or belong to somebody this server doesn't know.",
              ] as const);
      throw new ServerError(
        code,
        `The server didn't take the identity token from ${path} (HTTP ${status})${detail}`,
        { status, hint, ...(wait === undefined ? {} : { retryAfterSeconds: wait }) },
      );
    }
    const { value, seconds } = reply;
    redactor.add(value);
    token = { value, endsAt: clock.now() + seconds * 1000 };
    return value;
  }

  return async (call) => {
    const isFresh = token !== undefined && token.endsAt - clock.now() > RENEW_BEFORE_MS;
    return `Bearer ${isFresh && token ? token.value : await exchange(call)}`;
  };
}

/** The access token of an answer, and how many seconds it holds; `undefined` where there is none. */
function readToken(text: string): { readonly value: string; readonly seconds: number } | undefined {
  const reply = parseMaybeJson(text);
  if (!isJsonObject(reply)) return undefined;
  const { access_token: value, expires_in: seconds } = reply;
  const isToken = typeof value === "string" && value !== "" && Number.isFinite(seconds);
  return isToken ? { value, seconds: seconds as number } : undefined;
}
