/** Codes of failures to set up a connection: nothing was sent, so nothing can have been applied. */
const BEFORE_SENDING = new Set([
  "ECONNREFUSED",
  "ConnectionRefused",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "EADDRNOTAVAIL",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Likewise, and it will be the same next time. */
const PERMANENT =
  /^(ENOTFOUND|ERR_INVALID_URL|ERR_TLS_CERT|ERR_SSL_WRONG_VERSION|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/;

export interface ConnectionFailure {
  /** Whether trying again could help. */
  readonly transient: boolean;
  /** Whether the request can't have reached the server. */
  readonly beforeSending: boolean;
  /** The system's code, e.g. `ECONNRESET`, for messages. */
  readonly code: string | undefined;
}

/** Every code in an error, its causes and, where several addresses were tried, theirs. */
function codesOf(error: unknown, depth = 4): string[] {
  if (typeof error !== "object" || error === null || depth === 0) return [];
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  const several = Array.isArray(errors) ? errors.flatMap((each) => codesOf(each, depth - 1)) : [];
  return [...(typeof code === "string" ? [code] : []), ...several, ...codesOf(cause, depth - 1)];
}

/** Whether the platform itself refused to send: a bad port, a URL it doesn't like. */
function isRefusedByPlatform(error: unknown): boolean {
  const { cause } = (error ?? {}) as { cause?: unknown };
  return cause instanceof Error && /^(bad port|unknown scheme|invalid url)/i.test(cause.message);
}

/** What an error thrown by `fetch` says about the connection. */
export function connectionFailure(error: unknown): ConnectionFailure {
  const codes = codesOf(error);
  const permanent = codes.some((code) => PERMANENT.test(code)) || isRefusedByPlatform(error);
  const beforeSending = permanent || (codes.length > 0 && codes.every((code) => BEFORE_SENDING.has(code)));
  return { transient: !permanent, beforeSending, code: codes.at(0) };
}
