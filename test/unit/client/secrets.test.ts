import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { format, inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Api } from "../../../src/client/api.js";
import type { Environment } from "../../../src/client/config/environment.js";
import { isAutomationsError } from "../../../src/errors/index.js";
import { OnLinkArtifact } from "../../../src/model/artifact-events.js";
import { Automation } from "../../../src/model/automation.js";
import { SlackIntegration, WebhookIntegration } from "../../../src/model/integrations.js";
import { SendNotification } from "../../../src/model/send-notification.js";
import { SendWebhook } from "../../../src/model/send-webhook.js";
import type { LogEvent } from "../../../src/transport/log.js";
import { parseTrigger } from "../../../src/wire/trigger.js";
import { emulated } from "./emulated.js";
import { connection, triggerNode } from "./stub-server.js";

// Each holds a word that is looked for, in forms that an API key, tokens and URLs can have.
const KEY = `canarykey${"k".repeat(40)}`;
const SLACK = "https://hooks.slack.com/services/T0/B0/canaryslack";
const HOOK = "https://hooks.example/canaryhook?token=canarytoken";
const BASIC = Buffer.from(`api:${KEY}`).toString("base64");
const IDENTITY_TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.canaryidentity";
const ACCESS_TOKEN = "canary.access.token";

const slack = new OnLinkArtifact({ scope: "acme/vision" }).then(
  new SendNotification({ integration: new SlackIntegration({ webhookUrl: SLACK }), title: "hi" }),
);
const webhook = new OnLinkArtifact({ scope: "acme/vision" }).then(
  new SendWebhook({
    integration: new WebhookIntegration({ name: "deploy", urlEndpoint: HOOK }),
    payload: { token: "canarypayload" },
  }),
);
const hookNode = { __typename: "GenericWebhookIntegration", id: "W1", name: "deploy", urlEndpoint: HOOK };
const savedWebhook = triggerNode({
  action: {
    __typename: "GenericWebhookTriggeredAction",
    integration: hookNode,
    requestPayload: '{"token":"canarypayload"}',
  },
});

/** Everything that people get to see of a value: printed with all its hidden parts, as JSON, as text. */
function shown(value: unknown): string {
  const error = value as { stack?: string; cause?: unknown };
  return [
    inspect(value, { depth: 30, showHidden: false, getters: true }),
    format("%s %o %O %j", value, value, value, value),
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

/** What a server says of a request: everything it was sent. */
interface Said {
  readonly body: string;
  readonly headers: string;
}
type Reply = { readonly status: number; readonly body: string } | "reset" | "stall" | "break off";
const errorsWith = (message: string, rest = {}) => JSON.stringify({ errors: [{ message }], ...rest });

/** Server answers that repeat what they were sent, and losses of answers. */
const REPLIES: Record<string, (said: Said) => Reply> = {
  "GraphQL errors that repeat the request": ({ body }) => ({ status: 200, body: errorsWith(body) }),
  "GraphQL errors beside data": ({ body }) => ({
    status: 200,
    body: errorsWith(body, { data: { result: null } }),
  }),
  "a 400 that repeats the headers": ({ headers }) => ({ status: 400, body: errorsWith(headers) }),
  "a 401 that repeats the headers": ({ headers }) => ({ status: 401, body: errorsWith(headers) }),
  "a 403 that repeats the request": ({ body }) => ({ status: 403, body: errorsWith(body) }),
  "a 404 that repeats the request": ({ body }) => ({ status: 404, body: errorsWith(body) }),
  "a 409 that repeats the request": ({ body }) => ({ status: 409, body: errorsWith(body) }),
  "a 429 that repeats request and headers": ({ body, headers }) => ({ status: 429, body: body + headers }),
  "a 500 that repeats request and headers": ({ body, headers }) => ({ status: 500, body: body + headers }),
  "a 502 page that repeats the request": ({ body }) => ({ status: 502, body: `<title>${body}</title>` }),
  "JSON cut off inside the request": ({ body }) => ({
    status: 200,
    body: `{"data": ${JSON.stringify(body)}`,
  }),
  "an answer of another shape": ({ body }) => ({
    status: 200,
    body: JSON.stringify({ data: { s0: body, result: body, viewer: body } }),
  }),
  "a redirect to an address with the key": ({ headers }) => ({ status: 302, body: headers }),
  "an empty answer": () => ({ status: 200, body: "" }),
  "a reset": () => "reset",
  "an answer that breaks off": () => "break off",
  silence: () => "stall",
};

/** What the server answers where nothing is spoilt. */
const ANSWERS: Record<string, unknown> = {
  ResolveNames: {
    s0: { id: "P1" },
    t0: { id: "E", name: "acme", integrations: connection([]) },
    serverInfo: { features: [] },
  },
  ServerFeatures: { serverInfo: { features: [] } },
  CreateGenericWebhookIntegration: { result: { integration: hookNode } },
};

/** A call that gets as far as the operation. */
const CALLS: [operation: string, call: (api: Api) => Promise<unknown>][] = [
  ["Viewer", (api) => api.viewer()],
  ["ResolveNames", (api) => webhook.save({ name: "x", api })],
  ["CreateGenericWebhookIntegration", (api) => slack.save({ name: "x", api })],
  ["CreateGenericWebhookIntegration", (api) => webhook.save({ name: "x", api })],
  ["CreateAutomation", (api) => slack.save({ name: "x", api })],
  ["CreateAutomation", (api) => webhook.save({ name: "x", api })],
  ["UpdateAutomation", (api) => new Automation(parseTrigger(savedWebhook), api).update({ name: "y" })],
  ["DeleteAutomation", (api) => new Automation(parseTrigger(savedWebhook), api).delete()],
];

/** A server that answers one operation, and all that are asked for after it, as `reply` says. */
async function spoiltServer(operation: string, reply: (said: Said) => Reply) {
  let spoilt = false;
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      if (request.url === "/oidc/token") {
        response.end(JSON.stringify({ access_token: ACCESS_TOKEN, expires_in: 3600 }));
        return;
      }
      const asked = JSON.parse(body) as { operationName: string };
      spoilt ||= asked.operationName === operation;
      if (!spoilt) {
        response.end(JSON.stringify({ data: ANSWERS[asked.operationName] ?? expect.fail(body) }));
        return;
      }
      const answer = reply({ body, headers: JSON.stringify(request.headers) });
      if (answer === "reset") request.socket.destroy();
      else if (answer === "break off") response.write("{", () => response.destroy());
      else if (answer !== "stall")
        response
          .writeHead(answer.status, { location: `http://x/${request.headers.authorization?.split(" ")[1]}` })
          .end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    wasSpoilt: () => spoilt,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const ENVIRONMENTS: Record<string, Environment> = {
  "an API key": { variables: { WANDB_API_KEY: KEY } },
  "an identity token": {
    variables: { WANDB_IDENTITY_TOKEN_FILE: "/token" },
    readFile: async (path) => (path === "/token" ? IDENTITY_TOKEN : undefined),
  },
};

describe.concurrent.each(Object.entries(REPLIES))("after %s", (_, reply) => {
  describe.each(Object.entries(ENVIRONMENTS))("to a request with %s", (_kind, environment) => {
    it.each(CALLS)("%s shows no key, token or URL in errors and log", async (operation, run) => {
      await using server = await spoiltServer(operation, reply);
      const log: LogEvent[] = [];
      const logger = (event: LogEvent) => log.push(event);
      const { baseUrl } = server;
      const headers = { "X-Gateway": "canarygateway" };
      const api = new Api({ baseUrl, headers, logger, environment, retries: 0, attemptTimeoutMs: 800 });
      const error = await run(api).then(
        () => expect.fail("it went well"),
        (thrown: unknown) => thrown,
      );
      expect(server.wasSpoilt()).toBe(true);
      expect(isAutomationsError(error)).toBe(true);
      expect(hasSecret(shownError(error))).toBe(false);
      expect(hasSecret(shown(log))).toBe(false);
      expect(hasSecret(shown(api))).toBe(false);
    });
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

  it("leaves no secret in a snapshot", () => {
    const saved = new Automation(parseTrigger(savedWebhook), undefined as never);
    expect([slack.action, webhook.action, saved.action]).toMatchInlineSnapshot(`
      [
        SendNotification {
          "integration": SlackIntegration {
            "channelName": undefined,
            "id": undefined,
            "kind": "slack",
            "teamName": undefined,
            "webhookUrl": "[redacted]",
          },
          "kind": "notification",
          "message": "",
          "severity": "INFO",
          "title": "hi",
        },
        {
          "integration": WebhookIntegration {
            "accessTokenRef": undefined,
            "id": undefined,
            "kind": "webhook",
            "name": "deploy",
            "secretRef": undefined,
            "urlEndpoint": "[redacted]",
          },
          "kind": "webhook",
          "payload": "[redacted]",
        },
        {
          "integration": WebhookIntegration {
            "accessTokenRef": undefined,
            "id": "W1",
            "kind": "webhook",
            "name": "deploy",
            "secretRef": undefined,
            "urlEndpoint": "[redacted]",
          },
          "kind": "webhook",
          "payload": "[redacted]",
        },
      ]
    `);
  });

  it("can be had where it is asked for", () => {
    expect(new SlackIntegration({ webhookUrl: SLACK }).webhookUrl?.reveal()).toBe(SLACK);
  });
});
