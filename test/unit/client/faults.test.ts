import { type AddressInfo, createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { Api } from "../../../src/client/api.js";
import { onLink } from "./emulated.js";
import { answering, type Fault, faulty, graphqlError, LOSSES, losing, SILENT } from "./fault-proxy.js";

const codeOf = (saving: Promise<unknown>) =>
  saving.then(
    () => "saved",
    (error: { code?: string }) => error.code,
  );

/** Spoils the first `times` requests of one operation. */
const first =
  (operation: string, fault: Fault, times = 1) =>
  (name: string, earlier: number) =>
    name === operation && earlier < times ? fault : undefined;
const always = (operation: string, fault: Fault) => first(operation, fault, Number.POSITIVE_INFINITY);

const CODE: Record<string, string> = {
  reset: "CONNECTION",
  "500": "SERVER",
  "503": "SERVER",
  "502 with a page": "SERVER",
  "200 with a page": "UNEXPECTED_RESPONSE",
  "an empty body": "UNEXPECTED_RESPONSE",
  "truncated JSON": "UNEXPECTED_RESPONSE",
  "a body that breaks off": "UNEXPECTED_RESPONSE",
  "a stalled body": "TIMEOUT",
  silence: "TIMEOUT",
};

describe.concurrent.each(Object.keys(LOSSES))("when the answer is lost to %s", (loss) => {
  const options = CODE[loss] === "TIMEOUT" ? SILENT : {};

  describe.each(["before", "after"] as const)("%s the mutation is applied", (when) => {
    it("saves the automation exactly once", async () => {
      await using world = await faulty(options);
      world.spoil(first("CreateAutomation", losing(loss, when)));
      const saved = await onLink().save({ name: "alert", api: world.api });
      expect((await world.saved()).map(({ id }) => id)).toEqual([saved.id]);
      expect(world.count("CreateAutomation")).toBe(when === "before" ? 2 : 1);
    });

    it("saves it exactly once also with onConflict update", async () => {
      await using world = await faulty(options);
      world.spoil(first("CreateAutomation", losing(loss, when)));
      await onLink().save({ name: "alert", api: world.api, onConflict: "update" });
      expect(await world.saved()).toHaveLength(1);
    });

    it("changes the automation", async () => {
      await using world = await faulty(options);
      const saved = await onLink().save({ name: "alert", api: world.api });
      world.spoil(first("UpdateAutomation", losing(loss, when)));
      expect(await saved.update({ name: "renamed" })).toMatchObject({ id: saved.id, name: "renamed" });
      expect((await world.saved()).map(({ name }) => name)).toEqual(["renamed"]);
      expect(world.count("UpdateAutomation")).toBe(when === "before" ? 2 : 1);
    });

    it("deletes the automation", async () => {
      await using world = await faulty(options);
      const saved = await onLink().save({ name: "alert", api: world.api });
      world.spoil(first("DeleteAutomation", losing(loss, when)));
      await saved.delete();
      expect(await world.saved()).toEqual([]);
      expect(world.count("DeleteAutomation")).toBe(when === "before" ? 2 : 1);
    });

    it("deletes it also by its id, whoever saved it", async () => {
      await using world = await faulty(options);
      const { id } = await onLink().save({ name: "alert", api: world.api });
      await using newcomer = await faulty(options);
      const theirs = await onLink().save({ name: "alert", api: newcomer.direct });
      world.spoil(first("DeleteAutomation", losing(loss, when)));
      newcomer.spoil(first("DeleteAutomation", losing(loss, when)));
      await world.api.deleteAutomation(id);
      expect(await world.saved()).toEqual([]);
      // Not found where it is looked for isn't proof that it is gone: it may be where this key sees nothing.
      const code = await codeOf(newcomer.api.deleteAutomation(theirs.id));
      expect(code).toBe(when === "before" ? "saved" : CODE[loss]);
      expect(await newcomer.saved()).toEqual([]);
    });

    it("ends in the error that it was if changing or deleting goes on, and leaves one automation", async () => {
      await using world = await faulty(options);
      const saved = await onLink().save({ name: "alert", api: world.api });
      const fault = losing(loss, when);
      world.spoil((name) => (/^(Update|Delete)/.test(name) ? fault : undefined));
      const applied = when === "after";
      expect(await codeOf(saved.update({ name: "renamed" }))).toBe(applied ? "saved" : CODE[loss]);
      expect((await world.saved()).map(({ name }) => name)).toEqual([applied ? "renamed" : "alert"]);
      expect(await codeOf(saved.delete())).toBe(applied ? "saved" : CODE[loss]);
      expect(await world.saved()).toHaveLength(applied ? 0 : 1);
      expect(world.count("UpdateAutomation")).toBe(applied ? 1 : 4);
      expect(world.count("DeleteAutomation")).toBe(applied ? 1 : 4);
    });

    it("makes a webhook integration exactly once", async () => {
      await using world = await faulty(options);
      const before = (await world.webhooks()).length;
      world.spoil(first("CreateGenericWebhookIntegration", losing(loss, when)));
      const hook = { entity: "acme", name: "hook", urlEndpoint: "https://hook.example" };
      const made = await world.api.createWebhookIntegration(hook);
      const hooks = await world.webhooks();
      expect(hooks).toHaveLength(before + 1);
      expect(hooks.map(({ id }) => id)).toContain(made.id);
    });

    it("ends in the error that it was if it goes on, and saves at most once", async () => {
      await using world = await faulty(options);
      world.spoil(always("CreateAutomation", losing(loss, when)));
      const code = await codeOf(onLink().save({ name: "alert", api: world.api }));
      const saved = await world.saved();
      // Applied at last, it is found; never applied, there is nothing.
      expect([code, saved.length]).toEqual(when === "after" ? ["saved", 1] : [CODE[loss], 0]);
      expect(world.count("CreateAutomation")).toBe(when === "after" ? 1 : 4);
    });

    it("ends in the error that it was if nothing can be read either, and saves at most once", async () => {
      await using world = await faulty(options);
      await world.api.viewer();
      await world.api.resolveScopes(["acme/vision"]);
      const fault = losing(loss, when);
      world.spoil(() => fault);
      expect(await codeOf(onLink().save({ name: "alert", api: world.api }))).toBe(CODE[loss]);
      expect(await world.saved()).toHaveLength(when === "after" ? 1 : 0);
      expect(world.count("CreateAutomation")).toBe(1);
      world.spoil(() => undefined);
      await onLink().save({ name: "alert", api: world.api, onConflict: "update" });
      expect(await world.saved()).toHaveLength(1);
    });
  });

  it("repeats a query, and gives up with the error that it was", async () => {
    await using world = await faulty(options);
    await onLink().save({ name: "alert", api: world.api });
    const list = () => world.api.automations({ entity: "acme" }).toArray();
    world.spoil(first("EntityAutomations", losing(loss, "before"), 2));
    expect(await list()).toHaveLength(1);
    world.spoil(always("EntityAutomations", losing(loss, "before")));
    expect(await codeOf(list())).toBe(CODE[loss]);
  });
});

describe("when there are too many requests", () => {
  it.each<[string, Record<string, string>, number]>([
    ["Retry-After in seconds", { "retry-after": "2" }, 2250],
    ["Retry-After as a date", { "retry-after": "Sat, 21 Nov 2026 10:00:03 GMT" }, 3250],
    ["RateLimit-Reset", { "ratelimit-reset": "4" }, 4250],
    ["nothing", {}, 250],
  ])("waits as %s says, and saves once", async (_, headers, waitMs) => {
    await using world = await faulty();
    world.spoil(first("CreateAutomation", answering(429, headers)));
    await onLink().save({ name: "alert", api: world.api });
    expect(world.clock.waits).toEqual([waitMs]);
    expect(world.count("CreateAutomation")).toBe(2);
    expect(await world.saved()).toHaveLength(1);
  });

  it("waits with a change, a deletion and a list as well", async () => {
    await using world = await faulty();
    const saved = await onLink().save({ name: "alert", api: world.api });
    const busy = answering(429, { "retry-after": "1" }, "slow down");
    world.spoil((_, earlier) => (earlier === 0 ? busy : undefined));
    await saved.disable();
    expect(await world.api.automations({ entity: "acme" }).toArray()).toHaveLength(1);
    await saved.delete();
    expect(world.clock.waits).toEqual([1250, 1250, 1250]);
    expect(await world.saved()).toEqual([]);
  });

  it("waits as long as a server that is down says, after a look, and logs which call waits", async () => {
    await using world = await faulty();
    world.spoil(first("CreateAutomation", answering(503, { "retry-after": "2" })));
    await onLink().save({ name: "alert", api: world.api });
    expect(world.clock.waits).toEqual([2250]);
    expect(world.log.filter(({ type }) => type === "retry")).toEqual([
      { type: "retry", operation: "CreateAutomation", attempt: 2, waitMs: 2250, because: "SERVER" },
    ]);
    expect(await world.saved()).toHaveLength(1);
  });

  it("gives up at once if it would have to wait longer than it may, and says how long", async () => {
    await using world = await faulty();
    world.spoil(always("CreateAutomation", answering(429, { "retry-after": "3600" })));
    const saving = onLink().save({ name: "alert", api: world.api });
    await expect(saving).rejects.toMatchObject({ code: "RATE_LIMITED", retryAfterSeconds: 3600 });
    expect(world.clock.waits).toEqual([]);
  });
});

describe.each(["before", "after"] as const)("when the answer is 200 with GraphQL errors %s", (when) => {
  const failing: Fault = async ({ apply, response }) => {
    if (when === "after") await apply();
    response.writeHead(200).end(graphqlError);
  };
  const applied = when === "after";

  it.each(["error", "fetch", "update"] as const)(
    "the mutation is applied, finds out which, and never sends it again (%s)",
    async (onConflict) => {
      await using world = await faulty();
      world.spoil(always("CreateAutomation", failing));
      const code = await codeOf(onLink().save({ name: "alert", api: world.api, onConflict }));
      expect(code).toBe(applied ? "saved" : "GRAPHQL");
      expect(await world.saved()).toHaveLength(applied ? 1 : 0);
      expect(world.count("CreateAutomation")).toBe(1);
    },
  );

  it("the same for changing and deleting", async () => {
    await using world = await faulty();
    const saved = await onLink().save({ name: "alert", api: world.api });
    world.spoil((name) => (/^(Update|Delete)/.test(name) ? failing : undefined));
    expect(await codeOf(saved.disable())).toBe(applied ? "saved" : "GRAPHQL");
    expect((await world.saved()).map(({ enabled }) => enabled)).toEqual([!applied]);
    expect(await codeOf(saved.delete())).toBe(applied ? "saved" : "GRAPHQL");
    expect(await world.saved()).toHaveLength(applied ? 0 : 1);
    expect([world.count("UpdateAutomation"), world.count("DeleteAutomation")]).toEqual([1, 1]);
  });

  it("says GRAPHQL if nothing can be read either", async () => {
    await using world = await faulty({ retries: 0 });
    await world.api.resolveScopes(["acme/vision"]);
    const broken = losing("500", "before");
    world.spoil((name) => (name === "CreateAutomation" ? failing : broken));
    expect(await codeOf(onLink().save({ name: "alert", api: world.api }))).toBe("GRAPHQL");
    expect(await world.saved()).toHaveLength(applied ? 1 : 0);
  });
});

describe("GraphQL errors that refuse the request as such", () => {
  it("aren't read after: without data, nothing was begun", async () => {
    await using world = await faulty();
    const refusal = JSON.stringify({ errors: [{ message: "Cannot query field" }] });
    world.spoil(always("CreateAutomation", answering(200, {}, refusal)));
    expect(await codeOf(onLink().save({ name: "alert", api: world.api }))).toBe("GRAPHQL");
    expect([world.count("ResolveNames"), world.count("CreateAutomation")]).toEqual([1, 1]);
  });
});

describe("what a gateway says of the answer's type", () => {
  it("doesn't matter, if it is one", async () => {
    await using world = await faulty();
    world.spoil(() => async ({ apply, response }) => {
      response.writeHead(200, { "content-type": "text/html" }).end((await apply()).body);
    });
    const saved = await onLink().save({ name: "alert", api: world.api });
    await saved.disable();
    await saved.delete();
    expect(await world.saved()).toEqual([]);
    expect(world.log.filter(({ type }) => type === "retry")).toEqual([]);
  });
});

describe("when the server refuses", () => {
  it.each<[number, string]>([
    [401, "AUTHENTICATION"],
    [403, "PERMISSION"],
    [404, "NOT_FOUND"],
    [409, "CONFLICT"],
    [400, "GRAPHQL"],
    [200, "GRAPHQL"],
  ])("with %i, doesn't try again", async (status, code) => {
    await using world = await faulty();
    world.spoil(always("CreateAutomation", answering(status)));
    expect(await codeOf(onLink().save({ name: "alert", api: world.api }))).toBe(code);
    expect(world.count("CreateAutomation")).toBe(1);
    expect(await world.saved()).toEqual([]);
  });

  it.each<[number, string]>([
    [401, "AUTHENTICATION"],
    [403, "PERMISSION"],
    [404, "NOT_FOUND"],
    [409, "CONFLICT"],
    [422, "GRAPHQL"],
  ])("a change or a deletion with %i, doesn't try again", async (status, code) => {
    await using world = await faulty();
    const saved = await onLink().save({ name: "alert", api: world.api });
    world.spoil((name) => (/^(Update|Delete)/.test(name) ? answering(status) : undefined));
    expect(await codeOf(saved.disable())).toBe(code);
    expect(await codeOf(saved.delete())).toBe(code);
    expect([world.count("UpdateAutomation"), world.count("DeleteAutomation")]).toEqual([1, 1]);
    expect((await world.saved()).map(({ enabled }) => enabled)).toEqual([true]);
  });

  it("asks for names anew after an id was refused", async () => {
    await using world = await faulty();
    await onLink().save({ name: "one", api: world.api });
    world.spoil(first("CreateAutomation", answering(404), 2));
    expect(await codeOf(onLink().save({ name: "two", api: world.api }))).toBe("NOT_FOUND");
    await onLink().save({ name: "three", api: world.api });
    expect(world.count("ResolveNames")).toBe(2);
  });
});

describe("when a mutation takes effect after it was given up", () => {
  it("is still saved once: the repeated one finds the name taken by the same", async () => {
    await using world = await faulty(SILENT);
    let release: () => void = () => undefined;
    const repeated = new Promise<void>((resolve) => {
      release = resolve;
    });
    const late = { done: Promise.resolve() as Promise<unknown> };
    world.spoil((operation, earlier) => {
      if (operation !== "CreateAutomation") return undefined;
      if (earlier === 0)
        return ({ apply }) => {
          late.done = repeated.then(apply);
          return late.done;
        };
      return async ({ apply, response }) => {
        release();
        await late.done;
        const { status, body } = await apply();
        response.writeHead(status).end(body);
      };
    });
    const saved = await onLink().save({ name: "alert", api: world.api });
    expect((await world.saved()).map(({ id }) => id)).toEqual([saved.id]);
    expect(world.count("CreateAutomation")).toBe(2);
  });

  it("is a conflict if what has the name is something else", async () => {
    await using world = await faulty();
    const reset = losing("reset", "before");
    world.spoil(first("CreateAutomation", reset));
    await onLink().save({ name: "other", api: world.api });
    world.spoil((operation, earlier) =>
      operation === "CreateAutomation" && earlier === 2 ? reset : undefined,
    );
    const saving = onLink().save({ name: "other", description: "different", api: world.api });
    expect(await codeOf(saving)).toBe("CONFLICT");
    expect(await world.saved()).toHaveLength(1);
  });
});

describe("when a connection is never made", () => {
  it("ends in TIMEOUT, within its time", async () => {
    // A server that doesn't answer the TLS handshake keeps the connection from being set up.
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const baseUrl = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const options = { apiKey: "k".repeat(40), baseUrl, timeoutMs: 300, environment: { variables: {} } };
    expect(await codeOf(onLink().save({ name: "alert", api: new Api(options) }))).toBe("TIMEOUT");
    silent.close();
  });
});

describe("when there is no server", () => {
  it("repeats, because nothing was sent, and then says CONNECTION", async () => {
    const world = await faulty();
    await world.api.resolveScopes(["acme/vision"]);
    await world[Symbol.asyncDispose]();
    expect(await codeOf(onLink().save({ name: "alert", api: world.api }))).toBe("CONNECTION");
    expect(world.clock.waits.length).toBeGreaterThan(0);
  });
});

describe("a call's deadline", () => {
  it("leaves time to find out what became of a mutation", async () => {
    await using world = await faulty({ attemptTimeoutMs: 60_000, timeoutMs: 1200 });
    world.spoil(first("CreateAutomation", losing("a stalled body", "after")));
    const saved = await onLink().save({ name: "alert", api: world.api });
    expect((await world.saved()).map(({ id }) => id)).toEqual([saved.id]);
  });

  it("ends the call in TIMEOUT when it is over", async () => {
    await using world = await faulty({ attemptTimeoutMs: 60_000 });
    world.spoil(() => losing("silence", "before"));
    expect(await codeOf(onLink().save({ name: "alert", api: world.api, timeoutMs: 100 }))).toBe("TIMEOUT");
  });

  it("is cut short by the signal, also while the server is silent", async () => {
    await using world = await faulty({ attemptTimeoutMs: 60_000 });
    const controller = new AbortController();
    world.spoil((operation) => (operation === "CreateAutomation" ? () => controller.abort() : undefined));
    const saving = onLink().save({ name: "alert", api: world.api, signal: controller.signal });
    expect(await codeOf(saving)).toBe("ABORTED");
  });
});
