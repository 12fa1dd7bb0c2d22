import {
  type AutomationsError,
  isAutomationsError,
  type ServerError,
  TransportError,
} from "../errors/index.js";
import { readAnswer } from "./answer.js";
import type { Call } from "./call.js";
import type { Clock } from "./clock.js";
import { connectionFailure } from "./connection-failure.js";
import { type Outcome, Post, type Progress } from "./exchange.js";
import type { Attempt } from "./failure.js";
import type { Reply, SendableOperation } from "./operation.js";
import type { Redactor } from "./redact.js";
import { Interrupted, withinTime } from "./time-limit.js";

export type Variables = Readonly<Record<string, unknown>>;

/** Sends an operation once and says what came of it; never rejects for what server or network do. */
export type SendOnce = (
  operation: SendableOperation,
  variables: Variables,
  call: Call,
) => Promise<Attempt<Reply>>;

export interface HttpOptions {
  /** The GraphQL endpoint. */
  readonly url: string;
  /** Asked before each attempt, because tokens expire. What it throws counts as a failed attempt. */
  readonly headers: (call: Call) => Promise<Readonly<Record<string, string>>>;
  readonly fetch: typeof fetch;
  /** Milliseconds one attempt may take; the call's deadline may end it sooner. */
  readonly attemptTimeoutMs: number;
  readonly redactor: Redactor;
  readonly clock: Clock;
}

/** An attempt that failed for want of a token to send it with. */
function unsent(error: AutomationsError): Attempt<Reply> {
  const { retryAfterSeconds } = error as Partial<ServerError>;
  return {
    ...{ ok: false, error, transient: error.retryable, mayHaveBeenApplied: false },
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

/** The edge to the network: one POST with an operation and its variables, and what became of it. */
export function createHttpSend(options: HttpOptions): SendOnce {
  const { url, clock } = options;

  function connectionLost(operation: SendableOperation, error: unknown, redactor: Redactor): Attempt<Reply> {
    const { transient, beforeSending, code } = connectionFailure(error);
    const what = beforeSending ? "no connection to" : "the connection broke to";
    const lost = new TransportError(
      "CONNECTION",
      `${operation.name}: ${what} ${redactor.text(url)}${code ? ` (${code})` : ""}`,
      { cause: redactor.cause(error), hint: "Check the network, WANDB_BASE_URL and proxy settings." },
    );
    return { ok: false, error: lost, transient, mayHaveBeenApplied: !beforeSending };
  }

  function interrupted(
    operation: SendableOperation,
    { why }: Interrupted,
    call: Call,
    seen: Progress,
    ms: number,
  ) {
    const sent = seen.kind !== "unsent";
    const error = why === "aborted" ? aborted(operation, call, sent) : timedOut(operation, call, ms, seen);
    return { ok: false, error, transient: why === "timeout", mayHaveBeenApplied: sent } as const;
  }

  function aborted(operation: SendableOperation, call: Call, sent: boolean): AutomationsError {
    const unsure = sent && operation.kind === "mutation";
    return new TransportError("ABORTED", `${operation.name}: cancelled by its signal`, {
      cause: options.redactor.cause(call.signal?.reason),
      ...(unsure ? { hint: "The server may have carried it out all the same." } : {}),
    });
  }

  function timedOut(operation: SendableOperation, call: Call, ms: number, seen: Progress): AutomationsError {
    const what =
      seen.kind === "unsent"
        ? `the call's ${call.timeoutMs} ms were over before it could be sent`
        : seen.kind === "started"
          ? `the server began to answer (HTTP ${seen.status}) but didn't end within ${Math.round(ms)} ms`
          : `the server didn't answer within ${Math.round(ms)} ms`;
    return new TransportError("TIMEOUT", `${operation.name}: ${what}`, {
      hint: "Pass a larger timeoutMs if the server is slow.",
    });
  }

  return async (operation, variables, call) => {
    let headers: Readonly<Record<string, string>>;
    try {
      headers = await options.headers(call);
    } catch (error) {
      if (isAutomationsError(error)) return unsent(error);
      throw error;
    }
    const ms = Math.min(options.attemptTimeoutMs, call.deadline - clock.now());
    const body = JSON.stringify({ query: operation.text, variables, operationName: operation.name });
    const post = new Post({ fetch: options.fetch, url, headers, body });
    let outcome: Outcome;
    try {
      outcome = await withinTime((signal) => post.send(signal), ms, call.signal);
    } catch (error) {
      if (error instanceof Interrupted) return interrupted(operation, error, call, post.progress, ms);
      throw error;
    }
    const redactor = () => options.redactor.including(variables);
    if (outcome.kind === "failed") return connectionLost(operation, outcome.error, redactor());
    const context = {
      ...{ operation, url, nowMs: clock.now() },
      // Most answers hold nothing to be kept out of sight, so what would be is only looked for when it matters.
      get redactor() {
        return redactor();
      },
    };
    return readAnswer(outcome.exchange, context);
  };
}
