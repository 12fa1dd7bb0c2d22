import { ServerError, UnexpectedResponseError } from "../errors/index.js";
import type { Exchange } from "./exchange.js";
import type { Attempt } from "./failure.js";
import type { Reply, SendableOperation } from "./operation.js";
import type { Redactor } from "./redact.js";
import { retryAfterSeconds } from "./retry-after.js";

/** What an answer is judged by, besides itself. */
export interface AnswerContext {
  readonly operation: SendableOperation;
  /** Where the request went, for messages. */
  readonly url: string;
  readonly redactor: Redactor;
  /** Milliseconds since the epoch, for `Retry-After` dates. */
  readonly nowMs: number;
}

interface StatusRule {
  readonly code: ConstructorParameters<typeof ServerError>[0];
  readonly says: string;
  readonly hint: string;
}

const STATUS_RULES: Readonly<Record<number, StatusRule>> = {
  401: {
    code: "AUTHENTICATION",
    says: "the server refused the API key",
    hint: "Check that the key is current and belongs to this server (WANDB_BASE_URL).",
  },
  403: {
    code: "PERMISSION",
    says: "the key may not do this",
    hint: "Ask an admin of the team for access, or use the key of somebody who has it.",
  },
  404: {
    code: "NOT_FOUND",
    says: "the server didn't find it",
    hint: "If nothing is found at this server, check WANDB_BASE_URL: it must be the API's address.",
  },
  409: { code: "CONFLICT", says: "the name is taken", hint: "Choose another name, or pass onConflict." },
  429: {
    code: "RATE_LIMITED",
    says: "too many requests",
    hint: "Try again later, or make fewer calls at once.",
  },
};

const SERVER_FAILED: StatusRule = {
  code: "SERVER",
  says: "the server failed",
  hint: "Try again later; if it persists, ask whoever runs the server.",
};

const REFUSED: StatusRule = {
  code: "GRAPHQL",
  says: "the server refused the request",
  hint: "The server may be older or newer than this package; its own messages say what it minds.",
};

/** 4xx that say nothing about the request itself: a proxy that waited too long. */
const TEMPORARY_4XX = [408, 425];
/** 5xx that will be the same next time. */
const PERMANENT_5XX = [501, 505];
const LONGEST_SNIPPET = 120;

function parseJson(text: string, parse: (text: string) => unknown = JSON.parse): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function messageOf(error: unknown): string {
  if (typeof error === "string") return error;
  const { message, path } = (error ?? {}) as { message?: unknown; path?: unknown };
  const where = Array.isArray(path) && path.length > 0 ? `${path.join(".")}: ` : "";
  return where + (typeof message === "string" ? message : "no message");
}

/**
 * The server's messages, each with the path it is about: GraphQL's `errors`, or the `error` that W&B's backend puts
 * in answers outside GraphQL.
 */
function messagesOf(body: unknown, redactor: Redactor): string[] | undefined {
  const { errors, error } = (body ?? {}) as { errors?: unknown; error?: unknown };
  const given = Array.isArray(errors) ? errors : error === undefined || error === null ? [] : [error];
  return given.length === 0 ? undefined : given.map((each) => redactor.text(messageOf(each)));
}

/** What an answer that isn't JSON looks like, in a few words. */
function describeText(text: string, redactor: Redactor): string {
  const start = text.trimStart();
  if (start === "") return "an empty answer";
  if (!start.startsWith("<")) return `not JSON: ${redactor.text(start).slice(0, LONGEST_SNIPPET)}`;
  const title = /<title[^>]*>([^<]*)/i.exec(start)?.[1]?.trim();
  return title ? `an HTML page titled "${redactor.text(title).slice(0, LONGEST_SNIPPET)}"` : "an HTML page";
}

/**
 * Whether a server that answered with errors had begun to carry the operation out: by the GraphQL specification `data`
 * is there then, if only as null, and isn't where the request was refused as such.
 */
function wasBegun(status: number, body: unknown): boolean {
  return status < 300 && typeof body === "object" && body !== null && "data" in body;
}

function refused(
  rule: StatusRule,
  exchange: Exchange,
  body: unknown,
  context: AnswerContext,
): Attempt<Reply> {
  const { operation, redactor, nowMs } = context;
  const { status, text, headers } = exchange;
  const messages = messagesOf(body, redactor) ?? [];
  const detail =
    messages.length > 0 ? messages.join("; ") : body === undefined ? describeText(text, redactor) : "";
  const wait = retryAfterSeconds(headers, nowMs);
  const seconds = wait === undefined ? {} : { retryAfterSeconds: wait };
  const error = new ServerError(
    rule.code,
    `${operation.name}: ${rule.says} (HTTP ${status})${detail && `: ${detail}`}`,
    { status, messages, operation: operation.name, hint: rule.hint, ...seconds },
  );
  const failed = rule.code === "SERVER";
  return {
    ok: false,
    error,
    transient: rule.code === "RATE_LIMITED" || (failed && !PERMANENT_5XX.includes(status)),
    mayHaveBeenApplied: failed || wasBegun(status, body),
    ...seconds,
  };
}

function unexpected(
  what: string,
  context: AnswerContext,
  facts: typeof BROKEN,
  cause?: unknown,
): Attempt<Reply> {
  const { operation, redactor } = context;
  const error = new UnexpectedResponseError(`${operation.name}: ${what}`, {
    operation: operation.name,
    hint: `Something other than a W&B server may have answered; check WANDB_BASE_URL (${redactor.text(context.url)}) and proxies.`,
    ...(cause === undefined ? {} : { cause: redactor.cause(cause) }),
  });
  return { ok: false, error, ...facts };
}

/** An answer that no GraphQL server gives. It says nothing about a mutation, unless it is a refusal. */
const BROKEN = { transient: true, mayHaveBeenApplied: true };
const DECLINED = { transient: false, mayHaveBeenApplied: false };

/** Tells whether an answer is one, and if not, which error it is. */
export function readAnswer(exchange: Exchange, context: AnswerContext): Attempt<Reply> {
  const { status, headers, text } = exchange;
  if (exchange.brokenBy !== undefined) {
    return unexpected(`the answer (HTTP ${status}) broke off`, context, BROKEN, exchange.brokenBy);
  }
  if (status === 0 || (status >= 300 && status < 400)) {
    const target = headers.get("location");
    const to = target === null ? "elsewhere" : `to ${context.redactor.text(target)}`;
    return unexpected(`the server redirects ${to}, and redirects aren't followed`, context, DECLINED);
  }
  const body = parseJson(text, context.operation.parse);
  const rule =
    STATUS_RULES[status] ?? (status >= 500 || TEMPORARY_4XX.includes(status) ? SERVER_FAILED : undefined);
  if (rule !== undefined) return refused(rule, exchange, body, context);
  if (messagesOf(body, context.redactor) !== undefined) return refused(REFUSED, exchange, body, context);
  if (status >= 400) {
    return unexpected(`HTTP ${status}, ${describeText(text, context.redactor)}`, context, DECLINED);
  }
  const data = (body as { data?: unknown } | null | undefined)?.data;
  if (typeof data === "object" && data !== null) return { ok: true, reply: { data, headers } };
  const what = body === undefined ? describeText(text, context.redactor) : "JSON without data";
  return unexpected(`the answer (HTTP ${status}) isn't a GraphQL answer but ${what}`, context, BROKEN);
}
