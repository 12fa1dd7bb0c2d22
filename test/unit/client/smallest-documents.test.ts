import { inspect } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { Api } from "../../../src/client/api.js";
import { createEmulator, type Emulator } from "../../../src/emulator.js";
import { OnAddArtifactAlias } from "../../../src/model/artifact-events.js";
import type { Automation } from "../../../src/model/automation.js";
import { DoNothing } from "../../../src/model/do-nothing.js";
import { RunEvent } from "../../../src/model/event-fields.js";
import { SlackIntegration, type WebhookIntegration } from "../../../src/model/integrations.js";
import { OnRunMetric, OnRunState } from "../../../src/model/run-events.js";
import { registry, registryCollection, type Scope, team } from "../../../src/model/scopes.js";
import { SendNotification } from "../../../src/model/send-notification.js";
import { SendPromptToAria } from "../../../src/model/send-prompt-to-aria.js";
import { SendWebhook } from "../../../src/model/send-webhook.js";
import { onLink } from "./emulated.js";

type Reading = (api: Api) => Promise<unknown>;

/** What an Api makes of the server's answers, with all there is to it; each call pages through the whole listing. */
const READINGS: Record<string, Reading> = {
  Viewer: (api) => api.viewer(),
  DefaultEntity: (api) => api.integrations().toArray(),
  ServerFeatures: async (api) => records(await api.automations({ entity: "acme" }).toArray()),
  IntegrationsByEntity: (api) => api.integrations({ entity: "acme", perPage: 1 }).toArray(),
  EntityAutomations: async (api) => records(await api.automations({ entity: "acme", perPage: 3 }).toArray()),
  ViewerProjectAutomations: async (api) => records(await api.automations({ perPage: 1 }).toArray()),
  TriggerExecutions: async (api) => {
    const all = await api.automations({ entity: "acme" }).toArray();
    return await Promise.all(all.map((automation) => api.executions(automation, { perPage: 1 }).toArray()));
  },
  Run: async (api) => {
    const { run, rows } = await api.run("acme/vision/r1").load();
    return [run, await readAll(rows)];
  },
  Runs: async (api) => {
    const read = [];
    for await (const { items, total } of api.runs("acme/vision", { perPage: 1 }).pages())
      for (const { run, rows } of items) read.push([total, run, await readAll(rows)]);
    return read;
  },
  RunRows: (api) => readAll(api.run("acme/vision/r1").history()),
  RunSampledHistory: (api) => readAll(api.run("acme/vision/r1").history({ keys: ["loss"] })),
};
/** What is asked about names, taken together: a field that serves in one of them serves. */
const NAMES: Reading[] = [
  (api) => api.collection("acme/vision/resnet"),
  (api) => api.registryCollection("acme-inc/model/prod-models"),
  (api) => api.registry("acme/model"),
  (api) => api.registryCollection("acme/model/prod-models"),
  (api) => api.organization("acme-inc"),
  (api) => api.organization("acme"),
  (api) => api.team("acme"),
  (api) => api.team("emulator-user"),
  async (api) => records(await api.project("acme/vision").automations().toArray()),
  ...["acme/vision", registry("acme-inc/model"), registry("acme/model"), team("acme")].map(
    (scope): Reading =>
      async (api) => {
        const saved = await slackUrl(scope).save({ name: "slack", api, onConflict: "fetch" });
        return records([saved]);
      },
  ),
];

/** An automation whose integration is known by its URL, so that the entity's integrations are asked for. */
const slackUrl = (scope: Scope | string) =>
  new OnAddArtifactAlias({ scope }).then(
    new SendNotification({
      integration: new SlackIntegration({ webhookUrl: "https://hooks.slack.com/services/T/B/x" }),
    }),
  );

/** Everything of an automation, as it would be written back. */
const records = (all: Automation[]) => all.map(({ record: { raw: _, ...record } }) => record);

async function readAll(rows: AsyncIterable<unknown> | Iterable<unknown>): Promise<unknown[]> {
  const all = [];
  for await (const row of rows) all.push(row);
  return all;
}

/** Fields that change nothing where they are left out here. */
const FREE: Record<string, string> = {
  sweepName: "the emulator's runs belong to no sweep",
  "event.__typename": "says what a condition is that isn't a filter",
  "integrations.pageInfo.endCursor": "there are fewer than fit on a page",
  "integrations.teamName": "tells Slack integrations apart where there are several",
  "integrations.channelName": "likewise",
  "triggers.pageInfo.endCursor": "more than a page of one name is another test's",
  "action.noOp": "always true, unless somebody's other client said otherwise",
};

let emulator: Emulator;
beforeAll(async () => {
  emulator = await createEmulator({ demo: true });
  const api = new Api(access());
  const slack = (await api.slackIntegrations({ entity: "acme" }).toArray())[0] as SlackIntegration;
  const hook = (await api.webhookIntegrations({ entity: "acme" }).toArray())[0] as WebhookIntegration;
  const inProject = { scope: "acme/vision" };
  const actions = [
    new SendNotification({ integration: slack, title: "t", message: "m", severity: "ERROR" }),
    new SendWebhook({ integration: hook, payload: { a: 1 } }),
    new SendPromptToAria({ prompt: "look" }),
    new DoNothing(),
  ];
  const run = await emulator.admin.createRun("acme/vision", {
    ...{ id: "r1", displayName: "misty", tags: ["a"], group: "g", jobType: "j", config: { lr: 1 } },
    state: "finished",
  });
  await emulator.admin.createRun("acme/vision", { id: "r2" });
  for (const [i, action] of actions.entries()) {
    const event = new OnRunMetric({ ...inProject, filter: RunEvent.metric("loss").gt(i) });
    const saved = await event.then(action).save({ name: `metric ${i}`, description: "why", api });
    await saved.disable();
    await saved.enable();
  }
  const states = new OnRunState({ ...inProject, filter: RunEvent.state.in(["failed"]) });
  await states.then(new DoNothing()).save({ name: "state", api, enabled: false });
  for (const scope of [
    team("acme"),
    registry("acme-inc/model"),
    registryCollection("acme-inc/model/prod-models"),
  ]) {
    await new OnAddArtifactAlias({ scope }).then(new DoNothing()).save({ name: "alias", api });
  }
  await onLink("acme/vision/resnet").save({ name: "link", api });
  for (const scope of ["acme/vision", registry("acme-inc/model"), team("acme")]) {
    await slackUrl(scope).save({ name: "slack", api });
  }
  await emulator.log(run, { loss: 10 });
  await emulator.log("acme/vision/r2", { loss: 10 });
  await emulator.settled();
});

const access = () => ({
  ...{ apiKey: emulator.apiKey, baseUrl: emulator.url, environment: { variables: {} }, retries: 0 },
  fetch: emulator.fetch as typeof fetch,
});

/** Every path of fields in an answer, lists left out: `scope.triggers.edges.node.id`. JSON isn't fields. */
function pathsIn(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => pathsIn(item, path)))];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = path === "" ? name : `${path}.${name}`;
    return [at, ...(name === "historyKeys" || name === "sampledHistory" ? [] : pathsIn(inner, at))];
  });
}

function without(value: unknown, [name = "", ...rest]: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, [name, ...rest]));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, inner]) =>
    key !== name ? [[key, inner]] : rest.length === 0 ? [] : [[key, without(inner, rest)]],
  );
  return Object.fromEntries(entries);
}

/**
 * What comes of a reading where the answers to one operation lack a field, with the number of requests it takes; and
 * the fields those answers had.
 */
async function outcome(operation: string, read: Reading, lacking?: string) {
  const paths = new Set<string>();
  let requests = 0;
  const fetch = async (input: string, init: RequestInit) => {
    requests += 1;
    const answer = await emulator.fetch(input, init);
    if (JSON.parse(String(init.body)).operationName !== operation) return answer;
    const { data } = (await answer.json()) as { data: unknown };
    for (const path of pathsIn(data, "")) paths.add(path);
    const kept = lacking === undefined ? data : without(data, lacking.split("."));
    return Response.json({ data: kept }, { headers: answer.headers });
  };
  const api = new Api({ ...access(), fetch: fetch as typeof globalThis.fetch });
  const result = await read(api).catch((error: unknown) => `${error}`);
  return { text: `${requests}: ${inspect(result, { depth: 20 })}`, paths: [...paths] };
}

/** Fields of the answers to an operation that nothing is made of. */
async function unused(operation: string, read: Reading): Promise<string[]> {
  const whole = await outcome(operation, read);
  expect(whole.paths.length).toBeGreaterThan(0);
  const free: string[] = [];
  for (const path of whole.paths) {
    if ((await outcome(operation, read, path)).text === whole.text) free.push(path);
  }
  return free.filter((path) => !Object.keys(FREE).some((known) => path.endsWith(known)));
}

describe("every field that is asked for serves", () => {
  it.each(Object.entries(READINGS))("in %s", async (operation, read) => {
    expect(await unused(operation, read)).toEqual([]);
  });

  it("in ResolveNames", async () => {
    const features = async (api: Api) => await api.automations({ entity: "acme" }).toArray();
    const readings = NAMES.map(
      (read): Reading =>
        async (api) => [await read(api), await features(api)],
    );
    const field = (path: string) =>
      path.replace(/^[st]0\.(organization\.)?(orgEntity\.)?(project\.(?=triggers))?|edges\.node\./g, "");
    const fields = new Set<string>();
    const serving = new Set<string>();
    for (const read of readings) {
      const free = await unused("ResolveNames", read);
      for (const path of (await outcome("ResolveNames", read)).paths) {
        fields.add(field(path));
        if (!free.includes(path)) serving.add(field(path));
      }
    }
    expect([...fields].filter((path) => !serving.has(path) && !(path in FREE))).toEqual([]);
  });
});
