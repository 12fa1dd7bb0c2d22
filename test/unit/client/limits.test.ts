import { describe, expect, it } from "vitest";
import { Api } from "../../../src/client/api.js";
import { login } from "../../../src/client/login.js";
import { Automation } from "../../../src/model/automation.js";
import type { RequestOptions } from "../../../src/model/backend.js";
import { parseTrigger } from "../../../src/wire/trigger.js";
import { FakeClock } from "../transport/fake-clock.js";
import { onLink } from "./emulated.js";
import { KEY, stubApi, triggerNode } from "./stub-server.js";

async function readAll(rows: AsyncIterable<unknown>): Promise<void> {
  for await (const row of rows) expect.fail(`there was a row: ${row}`);
}

const saved = (api: Api) => new Automation(parseTrigger(triggerNode()), api);
const webhook = { entity: "acme", name: "hook", urlEndpoint: "https://hook.example" };

/** Every call that reaches a server. */
const CALLS: Record<string, (api: Api, options: RequestOptions) => Promise<unknown>> = {
  viewer: (api, options) => api.viewer(options),
  automations: (api, options) => readAll(api.automations({ entity: "acme", ...options })),
  "automations.toArray": (api, options) => api.automations(options).toArray(),
  "automations.pages": (api, options) => readAll(api.automations(options).pages()),
  "automations of a scope": (api, options) => api.automations({ scope: "acme/vision", ...options }).toArray(),
  automation: (api, options) => api.automation({ name: "x", ...options }),
  createAutomation: (api, options) => api.createAutomation(onLink(), { name: "x", ...options }),
  "NewAutomation.save": (api, options) => onLink().save({ name: "x", api, onConflict: "update", ...options }),
  updateAutomation: (api, options) => api.updateAutomation(saved(api), { name: "x", ...options }),
  "Automation.update": (api, options) => saved(api).update({ name: "x", createMissing: true, ...options }),
  "Automation.enable": (api, options) => saved(api).enable(options),
  "Automation.disable": (api, options) => saved(api).disable(options),
  deleteAutomation: (api, options) => api.deleteAutomation("T1", options),
  "Automation.delete": (api, options) => saved(api).delete(options),
  executions: (api, options) => api.executions("T1", options).toArray(),
  "Automation.history": (api, options) => readAll(saved(api).history(options)),
  "Automation.history.pages": (api, options) => readAll(saved(api).history(options).pages()),
  integrations: (api, options) => api.integrations(options).toArray(),
  slackIntegrations: (api, options) => api.slackIntegrations({ entity: "acme", ...options }).toArray(),
  webhookIntegrations: (api, options) => readAll(api.webhookIntegrations(options).pages()),
  createWebhookIntegration: (api, options) => api.createWebhookIntegration({ ...webhook, ...options }),
  "createWebhookIntegration of the default entity": (api, options) =>
    api.createWebhookIntegration({ ...webhook, entity: undefined, ...options }),
  collection: (api, options) => api.collection("acme/vision/resnet", options),
  registry: (api, options) => api.registry("acme-inc/model", options),
  registryCollection: (api, options) => api.registryCollection("acme-inc/model/prod", options),
  team: (api, options) => api.team("acme", options),
  organization: (api, options) => api.organization("acme-inc", options),
  resolveScopes: (api, options) => api.resolveScopes(["acme/vision"], options),
  "run.info": (api, options) => api.run("acme/vision/r1").info(options),
  "run.info of the default entity": (api, options) => api.run("r1").info(options),
  "run.history": (api, options) => readAll(api.run("acme/vision/r1").history(options)),
  "run.load": (api, options) => api.run("acme/vision/r1").load(options),
  runs: (api, options) => api.runs("acme/vision", options).toArray(),
  "project.automations": (api, options) => api.project("acme/vision").automations(options).toArray(),
  "project.runs": (api, options) => readAll(api.project("acme/vision").runs(options)),
};
/** What there is on an Api and on what it gives that reaches no server. */
const LOCAL = ["project", "run"];

const SERVER = { apiKey: KEY, baseUrl: "https://wandb.example", environment: { variables: {} } };
const never = () => new Promise<Response>(() => undefined);

describe("every call", () => {
  it("is among these", () => {
    const methods = Object.getOwnPropertyNames(Api.prototype).filter((name) => name !== "constructor");
    const inherited = Object.getOwnPropertyNames(Object.getPrototypeOf(Api.prototype) ?? {});
    const own = [...methods, ...inherited].filter((name) => !(name in Object.prototype));
    const covered = Object.keys(CALLS).map((name) => name.split(/[. ]/)[0]);
    expect(own.filter((name) => !covered.includes(name) && !LOCAL.includes(name))).toEqual([]);
  });

  it.each(Object.entries(CALLS))("%s sends nothing once its signal is aborted", async (_, run) => {
    const { api, operations } = stubApi({}, { project: "vision" });
    await expect(run(api, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "ABORTED" });
    expect(operations()).toEqual([]);
  });

  it.each(Object.entries(CALLS))("%s ends when its signal is aborted", async (_, run) => {
    const controller = new AbortController();
    const fetch = () => {
      queueMicrotask(() => controller.abort());
      return never();
    };
    const { api } = stubApi({}, { fetch, project: "vision" });
    await expect(run(api, { signal: controller.signal })).rejects.toMatchObject({ code: "ABORTED" });
  });

  it.each(Object.entries(CALLS))("%s ends when its time is over", async (_, run) => {
    const { api } = stubApi({}, { fetch: never, project: "vision" });
    await expect(run(api, { timeoutMs: 20 })).rejects.toMatchObject({ code: "TIMEOUT" });
  });

  it.each(Object.entries(CALLS))(
    "%s has the Api's signal and time where it has none of its own",
    async (_, run) => {
      const late = stubApi({}, { fetch: never, timeoutMs: 20, project: "vision" });
      await expect(run(late.api, {})).rejects.toMatchObject({ code: "TIMEOUT" });
      const aborted = stubApi({}, { signal: AbortSignal.abort(), project: "vision" });
      await expect(run(aborted.api, {})).rejects.toMatchObject({ code: "ABORTED" });
    },
  );

  it.each(Object.entries(CALLS))("%s refuses a time and a signal that can't be", async (_, run) => {
    const { api } = stubApi({}, { project: "vision" });
    const attempt = async (options: object) => await run(api, options);
    for (const options of [{ timeoutMs: 0 }, { timeoutMs: "5" }, { signal: {} }, { timeout: 5 }]) {
      await expect(attempt(options)).rejects.toMatchObject({ code: "VALIDATION" });
    }
  });
});

describe("a call that has to ask for the entity first", () => {
  it.each<[string, (api: Api) => Promise<unknown>]>([
    ["run.info", (api) => api.run("vision/r1").info({ timeoutMs: 50 })],
    ["runs", (api) => api.runs("vision", { timeoutMs: 50 }).toArray()],
    ["integrations", (api) => api.integrations({ timeoutMs: 50 }).toArray()],
  ])("has one time for both: %s", async (_, run) => {
    const clock = new FakeClock();
    const fetch = async () => {
      clock.advance(60);
      return Response.json({ data: { viewer: { entity: "acme" } } });
    };
    const api = new Api({ ...SERVER, fetch }, { clock });
    await expect(run(api)).rejects.toMatchObject({ code: "TIMEOUT" });
  });
});

describe("login", () => {
  it("takes a signal and a time, as an Api does", async () => {
    const signal = AbortSignal.abort();
    await expect(login({ ...SERVER, fetch: never, signal })).rejects.toMatchObject({ code: "ABORTED" });
    const late = login({ ...SERVER, fetch: never, timeoutMs: 20 });
    await expect(late).rejects.toMatchObject({ code: "TIMEOUT" });
  });
});
