import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "vitest";
import type { Emulator } from "../../../src/emulator.js";
import type { CompiledAutomation } from "../../../src/evaluate.js";

/** A GraphQL answer with the HTTP status it came with. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever they asked for
  readonly data: any;
  readonly errors?: readonly { readonly message: string; readonly path?: readonly string[] }[];
}

/** Sends a request as W&B's clients do. */
export async function send(
  emulator: Emulator,
  query: string,
  variables: Record<string, unknown> = {},
  apiKey = emulator.apiKey,
): Promise<Answer> {
  const response = await emulator.fetch(`${emulator.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Basic ${btoa(`api:${apiKey}`)}` },
    body: JSON.stringify({ query, variables, operationName: "" }),
  });
  return { status: response.status, ...((await response.json()) as { data: unknown }) };
}

export interface Received {
  readonly path: string;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

/** A server that remembers what is posted to it and answers as told, 200 when there is nothing to tell. */
export async function receiver(answers: { status: number; headers?: Record<string, string> }[] = []) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => {
      received.push({ path: request.url ?? "", headers: request.headers, body });
      const { status, headers = {} } = answers.shift() ?? { status: 200 };
      response.writeHead(status, headers).end("thanks");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

const CREATE = `mutation($input: CreateFilterTriggerInput!) {
  result: createFilterTrigger(input: $input) { trigger { id name enabled event: triggeringCondition {
    ... on FilterEventTriggeringCondition { eventType filter } } } }
}`;

export const threshold = (name: string, limit: number, agg: string | null = null, window = 1) =>
  JSON.stringify({
    run_filter: '{"$and":[]}',
    run_metric_filter: {
      threshold_filter: { name, agg_op: agg, window_size: window, cmp_op: "$gt", threshold: limit },
    },
    metric_filter: null,
  });

/** What creates an automation; whatever isn't given is a threshold on `loss` that does nothing. */
export function automationInput(input: Record<string, unknown> & { name: string; scopeID: string }) {
  return {
    enabled: true,
    scopeType: "PROJECT",
    triggeringEventType: "RUN_METRIC",
    eventFilter: threshold("loss", 0.5),
    triggeredActionType: "NO_OP",
    triggeredActionConfig: { noOpActionInput: { noOp: true } },
    ...input,
  };
}

/** Creates an automation; whatever isn't given is a threshold on `loss` in acme/vision that does nothing. */
export async function createAutomation(
  emulator: Emulator,
  input: Record<string, unknown> & { name: string },
): Promise<Answer> {
  const scopeID = (input.scopeID as string | undefined) ?? (await projectId(emulator));
  return send(emulator, CREATE, { input: automationInput({ ...input, scopeID }) });
}

/** Creates an automation on a metric in acme/vision that does nothing, and gives it as a dry run takes it. */
export async function createMetricAutomation(
  emulator: Emulator,
  name: string,
  [eventType, metric]: readonly [eventType: string, metric: object],
): Promise<CompiledAutomation> {
  const eventFilter = JSON.stringify({
    run_filter: '{"$and":[]}',
    run_metric_filter: metric,
    metric_filter: null,
  });
  const { errors } = await createAutomation(emulator, { name, triggeringEventType: eventType, eventFilter });
  expect(errors).toBeUndefined();
  return {
    name,
    enabled: true,
    scope: { kind: "project", scopeType: "PROJECT", entity: "acme", project: "vision" },
    eventType,
    eventFilter,
    actionType: "NO_OP",
    actionConfig: { noOpActionInput: { noOp: true } },
  };
}

/** Creates an automation that calls a webhook when `loss` in acme/vision is over its threshold. */
export async function createWebhookAutomation(
  emulator: Emulator,
  name: string,
  { requestPayload, ...webhook }: { urlEndpoint: string; secretRef?: string; requestPayload?: string },
): Promise<void> {
  const { id } = await emulator.admin.createWebhookIntegration({
    entity: "acme",
    name: "target",
    ...webhook,
  });
  await createAutomation(emulator, {
    name,
    triggeredActionType: "GENERIC_WEBHOOK",
    triggeredActionConfig: {
      genericWebhookActionInput: { integrationID: id, ...(requestPayload && { requestPayload }) },
    },
  });
}

export async function projectId(emulator: Emulator, name = "vision", entity = "acme"): Promise<string> {
  const { data } = await send(
    emulator,
    "query($n: String, $e: String) { project(name: $n, entityName: $e) { id } }",
    {
      n: name,
      e: entity,
    },
  );
  return data.project.id;
}
