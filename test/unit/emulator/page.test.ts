import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createEmulator, type Emulator } from "../../../src/emulator.js";
import { createAutomation, threshold } from "./test-server.js";

/** What is waited for takes milliseconds; a machine may be slow. */
const PATIENCE = { timeout: 60_000 };
const FILE = readFileSync(fileURLToPath(new URL("../../../examples/runs/fast-lr.wandb", import.meta.url)));
const keyOf = (key: string) => ({ authorization: `Basic ${btoa(`api:${key}`)}` });

let emulator: Emulator;
beforeEach(async () => {
  emulator = await createEmulator({ demo: true });
});
afterEach(() => emulator.close());

const get = (path: string, headers: Record<string, string> = keyOf(emulator.apiKey), from = emulator) =>
  from.fetch(`${from.url}${path}`, { headers });
// biome-ignore lint/suspicious/noExplicitAny: tests read whatever they asked for
const json = async (path: string): Promise<any> => (await get(path)).json();
const replay = (
  body: Uint8Array | string,
  query = "",
  headers: Record<string, string> = {},
  from = emulator,
) =>
  from.fetch(`${from.url}/page/replay?${query}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream", ...keyOf(from.apiKey), ...headers },
    body: body as BodyInit,
  });
const message = async (response: Response) =>
  ((await response.json()) as { errors: { message: string }[] }).errors[0]!.message;

const DATA = ["/page/state", "/page/run?id=x", "/page/execution?id=x"];

describe("the page's files", () => {
  it.each([
    ["/", "text/html"],
    ["/graphiql", "text/html"],
    ["/query", "text/html"],
    ["/page/examples.js", "text/javascript"],
    ["/page/page.css", "text/css"],
    ["/page/page.js", "text/javascript"],
    ["/page/query.js", "text/javascript"],
    ["/page/session.js", "text/javascript"],
    ["/page/icon.svg", "image/svg+xml"],
  ])("serve %s to everybody, under the policy", async (path, type) => {
    const response = await get(path, {});
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(`${type}; charset=utf-8`);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    const policy = response.headers.get("content-security-policy")!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("name nothing elsewhere, no inline script and no inline style", async () => {
    for (const path of ["/", "/query"]) {
      const html = await (await get(path, {})).text();
      expect(html).not.toMatch(/\son\w+\s*=|\sstyle\s*=|<style|https?:/i);
      const scripts = [...html.matchAll(/<script[^>]*>(.*?)<\/script>/gs)];
      expect(scripts.map(([, body]) => body)).toEqual([""]);
      for (const [, target] of html.matchAll(/(?:src|href)="(\/[^"]+)"/g))
        expect((await get(target!, {})).status, target).toBe(200);
    }
  });

  it("put text on the page as text only", async () => {
    for (const path of ["/page/page.js", "/page/query.js", "/page/session.js"])
      expect(await (await get(path, {})).text()).not.toMatch(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function/,
      );
  });

  it("are read, not written", async () => {
    const response = await emulator.fetch(`${emulator.url}/`, { method: "POST" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET"]);
    expect((await emulator.fetch(`${emulator.url}/page/state`, { method: "POST" })).status).toBe(405);
    expect((await get("/page/replay")).status).toBe(405);
    expect((await get("/page/nothing")).status).toBe(404);
  });
});

describe("the page's data", () => {
  it("needs a key", async () => {
    for (const path of DATA) expect((await get(path, {})).status, path).toBe(401);
    expect((await replay(FILE, "", { authorization: "" })).status).toBe(401);
  });

  it("needs the one key that was set, which nothing gives away", async () => {
    const apiKey = "c".repeat(40);
    await using strict = await createEmulator({ apiKey });
    for (const path of DATA) expect((await get(path, keyOf("d".repeat(40)), strict)).status, path).toBe(401);
    expect((await get("/page/state", keyOf(apiKey), strict)).status).toBe(200);
    const session = await get("/page/session", {}, strict);
    expect(await session.json()).toEqual({ key: null });
    expect(await (await get("/", {}, strict)).text()).not.toContain(apiKey);
  });

  it("tells a key to use where any will do", async () => {
    const { key } = await json("/page/session");
    expect((await get("/page/state", keyOf(key))).status).toBe(200);
  });

  it.each([
    [{ "sec-fetch-site": "cross-site" }],
    [{ "sec-fetch-site": "same-site" }],
    [{ origin: "https://elsewhere.example" }],
    [{ origin: "null" }],
  ])("is refused to other sites, key or not: %o", async (headers) => {
    for (const path of [...DATA, "/page/session"]) {
      const response = await get(path, { ...keyOf(emulator.apiKey), ...headers });
      expect([path, response.status]).toEqual([path, 403]);
    }
    expect((await replay(FILE, "project=acme/vision", headers)).status).toBe(403);
    expect((await json("/page/state")).replays).toEqual([]);
  });

  it("is given to the page itself and to programs", async () => {
    const own = { "sec-fetch-site": "same-origin", origin: emulator.url };
    expect((await get("/page/state", { ...keyOf(emulator.apiKey), ...own })).status).toBe(200);
    const typed = { "sec-fetch-site": "none" };
    expect((await get("/page/state", { ...keyOf(emulator.apiKey), ...typed })).status).toBe(200);
  });

  it("holds what the key's owner may see, and only that", async () => {
    const key = "e".repeat(40);
    await emulator.admin.createTeam({ name: "others" });
    await emulator.admin.createUser({ username: "eve", apiKey: key, teams: ["others"] });
    await createAutomation(emulator, { name: "loss-alert" });
    const run = await emulator.admin.createRun("acme/vision", { id: "r1" });
    await emulator.log(run, { loss: 1 });
    await emulator.settled();
    const all = await json("/page/state");
    expect([all.automations.total, all.runs.total, all.executions.total]).toEqual([1, 1, 1]);
    // biome-ignore lint/suspicious/noExplicitAny: tests read whatever they asked for
    const seen = (await (await get("/page/state", keyOf(key))).json()) as any;
    expect([seen.automations.total, seen.runs.total, seen.executions.total]).toEqual([0, 0, 0]);
    const execution = encodeURIComponent(all.executions.items[0].id);
    expect((await get(`/page/execution?id=${execution}`, keyOf(key))).status).toBe(404);
    expect((await get(`/page/run?id=${encodeURIComponent(run.id)}`, keyOf(key))).status).toBe(404);
    expect((await replay(FILE, "project=others/x", keyOf(key))).status).toBe(403);
  });

  it("holds the newest of each list, those that mention what is looked for, and as many as are asked for", async () => {
    for (const name of ["loss-1", "loss-2", "Loss-3", "other"]) await createAutomation(emulator, { name });
    const old = await emulator.admin.createRun("acme/vision", { id: "old", displayName: "First" });
    await emulator.log(old, { loss: 1 });
    await emulator.admin.createRun("acme/nlp", { id: "new" });
    const names = async (parameters: string, list = "automations") => {
      const { [list]: listed } = await json(`/page/state?${parameters}`);
      return [
        listed.total,
        ...listed.items.map((one: { name?: string; automation?: string }) => one.name ?? one.automation),
      ];
    };
    expect(await names("automations.show=2")).toEqual([4, "other", "Loss-3"]);
    expect(await names("automations.find=LOSS&automations.show=2")).toEqual([3, "Loss-3", "loss-2"]);
    expect(await names("automations.find=acme/nlp")).toEqual([0]);
    expect(await names("runs.find=first", "runs")).toEqual([1, "First"]);
    expect(await names("executions.find=loss-2", "executions")).toEqual([1, "loss-2"]);
    const { run } = await json(`/page/state?runs.find=nlp&run=${encodeURIComponent(old.id)}`);
    expect(run).toMatchObject({ name: "First", rows: 1 });
    for (const wrong of ["0", "2001", "many"])
      expect((await get(`/page/state?runs.show=${wrong}`)).status, wrong).toBe(400);
  });

  it("says in words what automations are", async () => {
    await createAutomation(emulator, {
      name: "loss-alert",
      eventFilter: threshold("loss", 0.5, "AVERAGE", 5),
    });
    const { automations, projects } = await json("/page/state");
    expect(automations.items).toMatchObject([
      {
        name: "loss-alert",
        enabled: true,
        condition: "average of the last 5 values of loss > 0.5",
        scope: "project acme/vision",
        action: "do nothing but record it",
        executions: 0,
      },
    ]);
    expect(projects).toContain("acme/vision");
  });
});

describe("a run on the page", () => {
  const chartsOf = async (id: string, width = 800) =>
    (await json(`/page/run?id=${encodeURIComponent(id)}&width=${width}`)).charts;

  it("is drawn with its curve, the threshold and what fired", async () => {
    await createAutomation(emulator, { name: "loss-alert" });
    const run = await emulator.admin.createRun("acme/vision", { id: "r1" });
    for (const loss of [0.1, 0.2, 0.9, 0.3]) await emulator.log(run, { loss });
    const [chart] = await chartsOf(run.id);
    expect(chart).toMatchObject({ name: "loss-alert", missed: [], blockers: [] });
    expect(chart.firings).toEqual([{ step: 2, reason: "the latest value of loss is 0.9 > 0.5" }]);
    expect(chart.svg).toMatch(/^<svg /);
    expect(chart.svg).toContain('class="level"');
    expect(chart.svg).toContain("step 2");
  });

  it("shows what fired, and beside it what would have, had the automation been on", async () => {
    await createAutomation(emulator, { name: "loss-alert", enabled: false });
    const run = await emulator.admin.createRun("acme/vision", { id: "r1" });
    for (const loss of [0.1, 0.9]) await emulator.log(run, { loss });
    const [chart] = await chartsOf(run.id);
    expect(chart).toMatchObject({ firings: [], missed: [1], blockers: ["was not watching"] });
    expect(chart.svg).toContain("was not watching");
    expect(chart.svg).not.toContain('class="mark"');
  });

  it("is drawn for those that fired, then those that watch, and for no more than a dozen", async () => {
    await createAutomation(emulator, { name: "fires" });
    await createAutomation(emulator, { name: "watches", eventFilter: threshold("loss", 5) });
    for (let i = 0; i < 12; i++) await createAutomation(emulator, { name: `off-${i}`, enabled: false });
    const run = await emulator.admin.createRun("acme/vision", { id: "r1" });
    await emulator.log(run, { loss: 1 });
    const charts = await chartsOf(run.id);
    expect(charts).toHaveLength(12);
    expect(charts.slice(0, 3).map(({ name }: { name: string }) => name)).toEqual([
      "fires",
      "watches",
      "off-11",
    ]);
  });

  it("says why nothing fired, without a curve where nothing was logged", async () => {
    await createAutomation(emulator, { name: "other", eventFilter: threshold("accuracy", 0.9) });
    const run = await emulator.admin.createRun("acme/vision", { id: "r1" });
    await emulator.log(run, { loss: 1 });
    const [chart] = await chartsOf(run.id);
    expect(chart.svg).toBeNull();
    expect(chart.blockers[0]).toMatch(/accuracy/);
  });

  it("is escaped wherever it names things", async () => {
    const evil = `</style><script>alert(1)</script>"'&`;
    await createAutomation(emulator, { name: evil, eventFilter: threshold(evil, 0.5) });
    const run = await emulator.admin.createRun("acme/vision", { id: "r1", displayName: evil });
    await emulator.log(run, { [evil]: 1 });
    const [chart] = await chartsOf(run.id);
    expect(chart.svg).not.toContain("<script");
    expect(chart.svg).toContain("&lt;script&gt;");
  });

  it("is refused a width that no page has", async () => {
    const run = await emulator.admin.createRun("acme/vision", { id: "r1" });
    for (const width of ["1", "1e9", "wide"])
      expect((await get(`/page/run?id=${encodeURIComponent(run.id)}&width=${width}`)).status).toBe(400);
  });

  it("brings the one inline style that the policy knows", async () => {
    await createAutomation(emulator, { name: "loss-alert" });
    const run = await emulator.admin.createRun("acme/vision", { id: "r1" });
    await emulator.log(run, { loss: 1 });
    const [chart] = await chartsOf(run.id);
    const [, style] = /<style>(.*?)<\/style>/s.exec(chart.svg)!;
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style));
    const hash = Buffer.from(digest).toString("base64");
    expect((await get("/", {})).headers.get("content-security-policy")).toContain(`'sha256-${hash}'`);
  });
});

describe("an execution on the page", () => {
  it("has request and response without the secrets", async () => {
    await emulator.admin.putSecret({ entity: "acme", name: "TOKEN", value: "never-to-be-seen" });
    const hook = await emulator.admin.createWebhookIntegration({
      entity: "acme",
      name: "hook",
      urlEndpoint: "http://127.0.0.1:9/closed",
      accessTokenRef: "TOKEN",
    });
    const created = await createAutomation(emulator, {
      name: "loss-alert",
      triggeredActionType: "GENERIC_WEBHOOK",
      triggeredActionConfig: {
        genericWebhookActionInput: {
          integrationID: hook.id,
          requestPayload: '{"run":"${run_name}","token":"${ACCESS_TOKEN}"}',
        },
      },
    });
    expect(created.errors).toBeUndefined();
    const run = await emulator.admin.createRun("acme/vision", { id: "r1" });
    await emulator.log(run, { loss: 1 });
    const state = await json("/page/state");
    const id = encodeURIComponent(state.executions.items[0].id);
    const execution = await json(`/page/execution?id=${id}`);
    expect(execution.request).toMatchObject({
      url: "http://127.0.0.1:9/closed",
      headers: { authorization: "Bearer [redacted]" },
      body: '{"run":"r1","token":"[redacted]"}',
    });
    expect(JSON.stringify([state, execution])).not.toContain("never-to-be-seen");
  });
});

describe("an answer that gives a secret back", () => {
  it.each([["token-never-to-be-seen"], ['with "quotes" and \\\\ never-to-be-seen']])(
    "is kept without it: %s",
    async (value) => {
      const echo = createServer((request, response) => {
        response.end(JSON.stringify({ got: request.headers.authorization }) + request.headers.authorization);
      });
      await new Promise<void>((resolve) => echo.listen(0, "127.0.0.1", resolve));
      await emulator.admin.putSecret({ entity: "acme", name: "TOKEN", value });
      const hook = await emulator.admin.createWebhookIntegration({
        entity: "acme",
        name: "echo",
        urlEndpoint: `http://127.0.0.1:${(echo.address() as AddressInfo).port}/`,
        accessTokenRef: "TOKEN",
      });
      await createAutomation(emulator, {
        name: "loss-alert",
        triggeredActionType: "GENERIC_WEBHOOK",
        triggeredActionConfig: {
          genericWebhookActionInput: { integrationID: hook.id, requestPayload: "{}" },
        },
      });
      await emulator.log(await emulator.admin.createRun("acme/vision", { id: "r1" }), { loss: 1 });
      await emulator.settled();
      echo.close();
      const [execution] = emulator.executions();
      expect(execution!.response!.body).toBe('{"got":"Bearer [redacted]"}Bearer [redacted]');
    },
  );
});

describe("a replay from the page", () => {
  it("fires what the run makes fire", async () => {
    await createAutomation(emulator, { name: "accurate", eventFilter: threshold("val/accuracy", 0.95) });
    const response = await replay(FILE, "project=acme/vision&name=fast-lr.wandb");
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ number: 1, run: "l99sqqu9", state: "running" });
    await vi.waitFor(async () => expect((await json("/page/state")).replays[0].state).toBe("done"), PATIENCE);
    const { executions, runs } = await json("/page/state");
    expect(executions.items).toMatchObject([{ automation: "accurate", step: 134 }]);
    expect(runs.items).toMatchObject([{ path: "acme/vision/l99sqqu9", rows: 168, lastStep: 323 }]);
  });

  it("is refused what isn't a run file, in words", async () => {
    const refused = await replay("hello", "name=notes.txt");
    expect(refused.status).toBe(400);
    expect(await message(refused)).toMatch(/notes\.txt/);
    expect((await replay(FILE, "", { "content-type": "text/plain" })).status).toBe(415);
    expect((await replay(FILE, "delayMs=-1")).status).toBe(400);
    expect((await replay(new Uint8Array(5 * 1024 * 1024 + 1))).status).toBe(413);
  });

  it("that can't go on says so", async () => {
    expect((await replay(FILE, "project=nowhere")).status).toBe(202);
    await vi.waitFor(
      async () =>
        expect((await json("/page/state")).replays).toMatchObject([
          { state: "failed", error: expect.stringContaining('give "entity/project"') },
        ]),
      PATIENCE,
    );
  });

  it("stops when the emulator is closed, and only so many run at once", async () => {
    for (let i = 0; i < 4; i++)
      expect((await replay(FILE, `project=acme/p${i}&delayMs=10000`)).status).toBe(202);
    const more = await replay(FILE, "project=acme/p5");
    expect([more.status, await message(more)]).toEqual([429, expect.stringMatching(/wait/)]);
    await emulator.close();
  }, 60_000);
});
