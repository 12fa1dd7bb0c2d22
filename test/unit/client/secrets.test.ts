import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Api } from "../../../src/client/api.js";
import { OnLinkArtifact } from "../../../src/model/artifact-events.js";
import { SlackIntegration, WebhookIntegration } from "../../../src/model/integrations.js";
import type { NewAutomation } from "../../../src/model/new-automation.js";
import { SendNotification } from "../../../src/model/send-notification.js";
import { SendWebhook } from "../../../src/model/send-webhook.js";
import type { LogEvent } from "../../../src/transport/log.js";
import { emulated } from "./emulated.js";

// Each holds a word that is looked for, in forms that an API key and URLs can have.
const KEY = `canarykey${"k".repeat(40)}`;
const SLACK = "https://hooks.slack.com/services/T0/B0/canaryslack";
const HOOK = "https://hooks.example/canaryhook?token=canarytoken";
const BASIC = Buffer.from(`api:${KEY}`).toString("base64");

const slack = new OnLinkArtifact({ scope: "acme/vision" }).then(
  new SendNotification({ integration: new SlackIntegration({ webhookUrl: SLACK }), title: "hi" }),
);
const webhook = new OnLinkArtifact({ scope: "acme/vision" }).then(
  new SendWebhook({
    integration: new WebhookIntegration({ name: "deploy", urlEndpoint: HOOK }),
    payload: { token: "canarypayload" },
  }),
);

/** Everything that people get to see of a value: printed with all its hidden parts, as JSON, as text. */
function shown(value: unknown): string {
  const error = value as { stack?: string; cause?: unknown };
  return [
    inspect(value, { depth: 30, showHidden: false, getters: true }),
    JSON.stringify(value) ?? "",
    String(value),
    error?.stack ?? "",
    ...(error?.cause ? [shown(error.cause)] : []),
  ].join("\n");
}

/** An error with everything on it, also what printing leaves out. */
const shownError = (error: unknown) => `${shown(error)}\n${inspect(error, { depth: 30, showHidden: true })}`;

function hasSecret(text: string): boolean {
  return /canary/i.test(text) || text.includes(BASIC);
}

/** Server answers that repeat what they were sent. */
const echoes: [
  string,
  (body: string, headers: string) => { status: number; body: string } | "reset" | "stall",
][] = [
  [
    "GraphQL errors that repeat the request",
    (body) => ({ status: 200, body: JSON.stringify({ errors: [{ message: body }] }) }),
  ],
  [
    "a 500 that repeats request and headers",
    (body, headers) => ({ status: 500, body: `${body} ${headers}` }),
  ],
  [
    "a 400 that repeats the headers",
    (_, headers) => ({ status: 400, body: JSON.stringify({ errors: [{ message: headers }] }) }),
  ],
  ["a page that repeats the request", (body) => ({ status: 502, body: `<title>${body}</title>` })],
  ["JSON cut off inside the request", (body) => ({ status: 200, body: `{"data": ${JSON.stringify(body)}` })],
  [
    "an answer of another shape",
    (body) => ({ status: 200, body: JSON.stringify({ data: { s0: body, result: body } }) }),
  ],
  ["a redirect to an address with the key", (_, headers) => ({ status: 302, body: headers })],
  ["a reset", () => "reset"],
  ["silence", () => "stall"],
];

describe.each(echoes)("after %s", (_, reply) => {
  it.each<[string, NewAutomation]>([
    ["a Slack URL", slack],
    ["a webhook's URL", webhook],
  ])("neither key, nor %s, nor token is in the error or the log", async (_name, automation) => {
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        const asked = JSON.parse(body);
        // Names are resolved properly once, so that the call gets to the mutations with the secrets in them.
        if (asked.operationName === "ResolveNames" && !server.listenerCount("spoilt")) {
          server.on("spoilt", () => undefined);
          const integrations = { pageInfo: { hasNextPage: false }, edges: [] };
          response.end(
            JSON.stringify({
              data: {
                s0: { id: "P" },
                t0: { id: "E", name: "acme", integrations },
                serverInfo: { features: [] },
              },
            }),
          );
          return;
        }
        const answer = reply(body, JSON.stringify(request.headers));
        if (answer === "reset") request.socket.destroy();
        else if (answer !== "stall")
          response.writeHead(answer.status, { location: `http://x/${BASIC}` }).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const log: LogEvent[] = [];
    try {
      const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const logger = (event: LogEvent) => log.push(event);
      const environment = { variables: { WANDB_API_KEY: KEY } };
      const api = new Api({ baseUrl, logger, environment, retries: 1, timeoutMs: 700 });
      const error = await automation.save({ name: "x", api }).then(
        () => expect.fail("it was saved"),
        (thrown: unknown) => thrown,
      );
      expect(
        log.some((event) => "operation" in event && event.operation === "CreateGenericWebhookIntegration"),
      ).toBe(true);
      expect(hasSecret(shownError(error))).toBe(false);
      expect(hasSecret(shown(log))).toBe(false);
      expect(hasSecret(shownError(await api.viewer().catch((thrown: unknown) => thrown)))).toBe(false);
      expect(hasSecret(shown(api))).toBe(false);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe("what is saved and read", () => {
  it("shows no secret: automations, integrations, the Api", async () => {
    await using world = await emulated();
    const api = world.makeApi({ apiKey: KEY });
    const values: unknown[] = [slack, webhook, api, api.project("acme/vision"), api.run("a/b/c")];
    values.push(await slack.save({ name: "slack", api }), await webhook.save({ name: "hook", api }));
    values.push(
      await api.integrations({ entity: "acme" }).toArray(),
      await api.automations({ entity: "acme" }).toArray(),
    );
    values.push(await api.viewer(), world.log);
    // A webhook's payload is not a secret of ours: it is shown, and holds the word for that.
    for (const value of values) expect(hasSecret(shown(value).replaceAll("canarypayload", ""))).toBe(false);
  });

  it("can be had where it is asked for", () => {
    expect(new SlackIntegration({ webhookUrl: SLACK }).webhookUrl?.reveal()).toBe(SLACK);
  });
});
