import { expect } from "vitest";
import { Api } from "../../../src/client/api.js";
import type { ApiOptions } from "../../../src/client/api-options.js";
import type { LogEvent } from "../../../src/transport/log.js";

/** One GraphQL request as it arrived. */
export interface Received {
  readonly operation: string;
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** What an operation answers: its data, or a whole response. */
export type Answer = unknown | Response;
export type Answers = Record<
  string,
  (variables: Record<string, unknown>, count: number) => Answer | Promise<Answer>
>;

export const KEY = "k".repeat(40);

/** A GraphQL error under HTTP 200, or under another status. */
export function refusal(message: string, status = 200): Response {
  return Response.json({ errors: [{ message }], data: null }, { status });
}

/** `serverInfo` with these flags on. */
export function features(...names: string[]) {
  return { serverInfo: { features: names.map((name) => ({ name, isEnabled: true })) } };
}

/** An Api on a server that answers operations by name, and what that server received. */
export function stubApi(answers: Answers, options: ApiOptions = {}) {
  const received: Received[] = [];
  const log: LogEvent[] = [];
  const fetch = async (_: unknown, init?: RequestInit): Promise<Response> => {
    const { query, variables, operationName } = JSON.parse(String(init?.body));
    received.push({ operation: operationName, query, variables });
    const count = received.filter(({ operation }) => operation === operationName).length;
    const answer = answers[operationName];
    if (!answer) return expect.fail(`the stub has no answer to ${operationName}`);
    const data = await answer(variables ?? {}, count);
    return data instanceof Response ? data : Response.json({ data });
  };
  const api = new Api({
    apiKey: KEY,
    baseUrl: "https://wandb.example",
    environment: { variables: {} },
    retries: 0,
    fetch: fetch as typeof globalThis.fetch,
    logger: (event) => log.push(event),
    ...options,
  });
  const operations = () => received.map(({ operation }) => operation);
  const warnings = () => log.flatMap((event) => (event.type === "warning" ? [event.message] : []));
  return { api, received, operations, log, warnings };
}

/** A Trigger node as a server returns it. */
export function triggerNode(over: Record<string, unknown> = {}) {
  return {
    id: "T1",
    createdAt: "2026-01-01T00:00:00Z",
    updatedAt: null,
    name: "alert",
    description: null,
    enabled: true,
    scope: { __typename: "Project", id: "P1", name: "vision", entityName: "acme" },
    event: {
      __typename: "FilterEventTriggeringCondition",
      eventType: "RUN_STATE",
      filter: '{"run_filter":"{\\"$and\\":[]}","run_state_filter":{"states":["FAILED"]}}',
    },
    action: { __typename: "NoOpTriggeredAction", noOp: true },
    ...over,
  };
}

/** A Relay connection with one page. */
export function connection(nodes: unknown[], endCursor: string | null = null, hasNextPage = false) {
  return { pageInfo: { endCursor, hasNextPage }, edges: nodes.map((node) => ({ node })) };
}
