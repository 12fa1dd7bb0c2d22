import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Api } from "../../../src/client/api.js";
import type { ApiOptions } from "../../../src/client/api-options.js";
import { createEmulator } from "../../../src/emulator.js";
import type { LogEvent } from "../../../src/transport/log.js";
import { FakeClock } from "../transport/fake-clock.js";

/** What a fault may do with a request: pass it on to the emulator, and answer. */
export interface Exchange {
  /** Lets the request take effect, and gives the answer that then is due. */
  apply(): Promise<{ status: number; body: string }>;
  readonly response: ServerResponse;
  /** How many requests of this operation came before. */
  readonly earlier: number;
}
export type Fault = (exchange: Exchange) => Promise<unknown> | unknown;

/** A fault for an operation; undefined lets the request through. */
export type FaultPlan = (operation: string, earlier: number) => Fault | undefined;

/** An emulator with a proxy before it that spoils what `plan` says, and an Api that knows only the proxy. */
export async function faulty(options: ApiOptions = {}) {
  const emulator = await createEmulator({ demo: true });
  const counts = new Map<string, number>();
  let plan: FaultPlan = () => undefined;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString("utf8");
    const { operationName } = JSON.parse(text) as { operationName: string };
    const earlier = counts.get(operationName) ?? 0;
    counts.set(operationName, earlier + 1);
    const apply = async () => {
      const { authorization = "" } = request.headers;
      const headers = { authorization, "content-type": "application/json" };
      const answer = await emulator.fetch(`${emulator.url}/graphql`, { method: "POST", headers, body: text });
      return { status: answer.status, body: await answer.text() };
    };
    const fault = plan(operationName, earlier);
    if (fault) {
      await fault({ apply, response, earlier });
      return;
    }
    const { status, body } = await apply();
    response.writeHead(status).end(body);
  }

  const server = createServer(
    (request, response) => void serve(request, response).catch(() => response.destroy()),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const log: LogEvent[] = [];
  const clock = new FakeClock();
  const api = new Api(
    {
      apiKey: emulator.apiKey,
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      environment: { variables: {} },
      logger: (event) => log.push(event),
      ...options,
    },
    { clock },
  );
  const direct = new Api({
    ...{ apiKey: emulator.apiKey, baseUrl: emulator.url, environment: { variables: {} } },
    fetch: emulator.fetch as typeof fetch,
  });
  return {
    api,
    /** An Api that asks past the proxy. */
    direct,
    clock,
    log,
    /** How many requests of an operation arrived. */
    count: (operation: string) => counts.get(operation) ?? 0,
    /** What goes wrong from now on. */
    spoil: (next: FaultPlan) => {
      plan = next;
    },
    /** What is on the server, asked past the proxy. */
    saved: () => direct.automations({ entity: "acme" }).toArray(),
    webhooks: () => direct.webhookIntegrations({ entity: "acme" }).toArray(),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await emulator.close();
    },
  };
}

const page = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>";
export const graphqlError = JSON.stringify({
  errors: [{ message: "internal failure" }],
  data: { result: null },
});

/** Losses that only time tells: the Api has to be given little of it. */
export const SILENT = { attemptTimeoutMs: 500 };

/** The ways in which an answer gets lost. Each comes before the request takes effect, or after. */
export const LOSSES: Record<string, (response: ServerResponse, body: string) => unknown> = {
  reset: (response) => response.destroy(),
  "500": (response) => response.writeHead(500).end("boom"),
  "503": (response) => response.writeHead(503).end(),
  "502 with a page": (response) => response.writeHead(502, { "content-type": "text/html" }).end(page),
  "200 with a page": (response) => response.writeHead(200, { "content-type": "text/html" }).end(page),
  "an empty body": (response) => response.writeHead(200).end(),
  "truncated JSON": (response, body) => response.end(body.slice(0, body.length / 2)),
  "a body that breaks off": (response, body) => {
    response.writeHead(200, { "content-length": body.length });
    response.write(body.slice(0, body.length / 2), () => response.destroy());
  },
  "a stalled body": (response, body) => {
    response.writeHead(200, { "content-length": body.length });
    response.write(body.slice(0, body.length / 2));
  },
  silence: () => undefined,
};

/** A loss as a fault, of an answer to a request that took effect or didn't. */
export function losing(loss: keyof typeof LOSSES, when: "before" | "after"): Fault {
  return async ({ apply, response }) => {
    const body = when === "after" ? (await apply()).body : '{"data":{"result":null}}';
    LOSSES[loss]?.(response, body);
  };
}

/** Answers with a status and headers instead. */
export const answering =
  (status: number, headers: Record<string, string> = {}, body = graphqlError): Fault =>
  ({ response }) =>
    response.writeHead(status, headers).end(body);
