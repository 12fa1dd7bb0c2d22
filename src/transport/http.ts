import { GraphQLClient } from "graphql-request";
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
import { type Outcome, recordingFetch } from "./exchange.js";
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

/**
 * The edge to the network, and the only place that knows the GraphQL library. The library's errors hold the
 * request's variables in their message, so none gets past here: what happened is read off the exchange itself.
 */
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
    seen: Outcome,
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

  function timedOut(operation: SendableOperation, call: Call, ms: number, seen: Outcome): AutomationsError {
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
    const recorder = recordingFetch(options.fetch);
    const client = new GraphQLClient(url, {
      ...{ fetch: recorder.fetch, headers, errorPolicy: "all" },
      // Its name is known. Otherwise the library parses the text to learn it, for which the build has no parser.
      excludeOperationName: true,
      jsonSerializer: {
        parse: JSON.parse,
        stringify: (body) => JSON.stringify({ ...body, operationName: operation.name }),
      },
    });
    let thrown: unknown;
    try {
      const request = { query: operation.text, variables };
      await withinTime((signal) => client.rawRequest({ ...request, signal }), ms, call.signal);
    } catch (error) {
      thrown = error;
    }
    const outcome = recorder.outcome();
    if (thrown instanceof Interrupted) return interrupted(operation, thrown, call, outcome, ms);
    const redactor = () => options.redactor.including(variables);
    if (outcome.kind === "failed") return connectionLost(operation, outcome.error, redactor());
    if (outcome.kind !== "answered") throw thrown;
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
