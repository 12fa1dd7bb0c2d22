import { http } from "msw";
import { setupServer } from "msw/node";
import { afterEach, describe, expect, it } from "vitest";
import { Api, DoNothing, defineAutomation, MetricThresholdFilter, OnRunMetric } from "wandb-automations";
import { createEmulator, type Emulator } from "wandb-automations/emulator";
import { createMswHandlers } from "wandb-automations/testing";

const automation = defineAutomation({
  name: "high",
  event: new OnRunMetric({
    scope: "acme/vision",
    filter: new MetricThresholdFilter({ name: "accuracy", cmp: ">", threshold: 0.95 }),
  }),
  action: new DoNothing(),
});

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Puts an emulator behind the global `fetch`. */
async function intercept(baseUrl?: string): Promise<Emulator> {
  const emulator = await createEmulator({ demo: true, autoCreate: true });
  const server = setupServer(
    ...createMswHandlers(emulator, { http, ...(baseUrl === undefined ? {} : { baseUrl }) }),
    http.all("*", () => new Response("elsewhere")),
  );
  server.listen({ onUnhandledRequest: "error" });
  closing.push(
    () => emulator.close(),
    () => server.close(),
  );
  return emulator;
}

describe("handlers for msw", () => {
  it("let the emulator answer code that saves to W&B", async () => {
    const emulator = await intercept();
    const api = new Api({ apiKey: emulator.apiKey });
    const saved = await automation.save({ api });
    expect((await api.automation({ name: "high", entity: "acme" })).id).toBe(saved.id);
  });

  it("answer elsewhere too, and only there", async () => {
    const emulator = await intercept("https://wandb.acme.example/");
    const api = new Api({ apiKey: emulator.apiKey, baseUrl: "https://wandb.acme.example" });
    await automation.save({ api });
    expect(await (await fetch("https://api.wandb.ai/graphql")).text()).toBe("elsewhere");
  });

  it("pass on a dropped connection as one", async () => {
    const emulator = await intercept();
    const dropping = { fetch: () => Promise.reject(new TypeError("fetch failed")) };
    closing.pop()?.();
    const server = setupServer(...createMswHandlers(dropping, { http }));
    server.listen();
    closing.push(() => server.close());
    const api = new Api({ apiKey: emulator.apiKey, retries: 0 });
    await expect(automation.save({ api })).rejects.toMatchObject({ code: "CONNECTION" });
  });

  it("refuse what they can't be made of", async () => {
    const emulator = { fetch: async () => new Response() };
    expect(() => createMswHandlers(emulator, {} as never)).toThrow("http: must be `http` of the package msw");
    expect(() => createMswHandlers(emulator, { http, baseUrl: "api.wandb.ai" })).toThrow("baseUrl");
  });
});
