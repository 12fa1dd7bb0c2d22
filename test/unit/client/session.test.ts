import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Api } from "../../../src/client/api.js";
import type { ApiOptions } from "../../../src/client/api-options.js";
import { login } from "../../../src/client/login.js";
import { emulated, onLink } from "./emulated.js";
import { connection, features, KEY, refusal, stubApi, triggerNode } from "./stub-server.js";

const refused = (make: () => unknown) => {
  try {
    make();
  } catch (error) {
    return error;
  }
  return expect.fail("it was taken");
};

describe("new Api", () => {
  it("does nothing until it is called", () => {
    expect(() => new Api()).not.toThrow();
    expect(() => new Api({ environment: { variables: {} } })).not.toThrow();
  });

  it.each([
    [{ apikey: KEY }, "apikey"],
    [{ retries: -1 }, "retries"],
    [{ retries: 1.5 }, "retries"],
    [{ fetch: "fetch" }, "fetch"],
    [{ timeoutMs: 0 }, "timeoutMs"],
    [{ timeoutMs: Number.NaN }, "timeoutMs"],
    [{ checkFeatures: "no" }, "checkFeatures"],
    [{ entity: "" }, "entity"],
    [{ headers: "X-Gateway: 1" }, "headers"],
    [{ headers: null }, "headers"],
    [{ headers: { "X-Gateway": "two\nlines" } }, "headers"],
  ])("refuses %j", (options, path) => {
    expect(refused(() => new Api(options as never))).toMatchObject({
      code: "VALIDATION",
      issues: [{ path: [path] }],
    });
  });

  it("refuses what can't be a key or a server's address, at once and without showing it", () => {
    const key = refused(() => new Api({ apiKey: "canary" }));
    expect(key).toMatchObject({ code: "AUTH_MALFORMED" });
    expect(inspect(key)).not.toContain("canary");
    expect(refused(() => new Api({ baseUrl: "not a url" }))).toMatchObject({ code: "CONFIG_INVALID" });
    expect(refused(() => new Api(5 as never))).toMatchObject({ code: "VALIDATION" });
  });
});

describe("headers", () => {
  /** The headers of one request of an Api with these options. */
  async function headersOf(options: ApiOptions): Promise<Record<string, string>> {
    let headers = {};
    const { api } = stubApi(
      {},
      {
        ...options,
        fetch: async (_, init) => {
          headers = init?.headers as Record<string, string>;
          return Response.json({ data: { viewer: { id: "u", entity: "acme", teams: null } } });
        },
      },
    );
    await api.viewer();
    return headers;
  }

  it("say who acts, in any alphabet, and that an admin's key may do what an admin may", async () => {
    const variables = { WANDB_USERNAME: "Zoë\n", WANDB_USER_EMAIL: "ada@acme.example" };
    expect(await headersOf({ environment: { variables } })).toMatchObject({
      "use-admin-privileges": "true",
      "x-wandb-username": Buffer.from("Zoë").toString("latin1"),
      "x-wandb-user-email": "ada@acme.example",
    });
  });

  it("are those of the option, whatever the case of their names", async () => {
    const headers = { "Use-Admin-Privileges": "false", "CONTENT-TYPE": "application/graphql+json" };
    expect(await headersOf({ headers })).toMatchObject({
      "use-admin-privileges": "false",
      "content-type": "application/graphql+json",
    });
    expect(await headersOf({ headers: new Headers(headers) })).toMatchObject({
      "use-admin-privileges": "false",
    });
  });

  it("don't show in what refuses them", () => {
    const error = refused(() => new Api({ headers: { "X-Gateway": "canary\n" + "canary" } }));
    expect(inspect(error)).not.toContain("canary");
  });
});

describe("viewer and login", () => {
  it("check the key with the server", async () => {
    await using world = await emulated({}, { apiKey: KEY });
    expect(await world.api.viewer()).toMatchObject({
      entity: "acme",
      teams: ["acme"],
      keySource: "the apiKey option",
    });
    const wrong = world.makeApi({ apiKey: "w".repeat(40) });
    await expect(wrong.viewer()).rejects.toMatchObject({ code: "AUTHENTICATION" });
    const { url: baseUrl, fetch } = world.emulator;
    const options = {
      baseUrl,
      fetch: fetch as typeof globalThis.fetch,
      environment: { variables: { WANDB_API_KEY: KEY } },
    };
    expect(await (await login(options)).viewer()).toMatchObject({ keySource: "WANDB_API_KEY" });
  });

  it("take a viewer that is null for a wrong key", async () => {
    await expect(stubApi({ Viewer: () => ({ viewer: null }) }).api.viewer()).rejects.toMatchObject({
      code: "AUTHENTICATION",
    });
  });

  it("take one of whom next to nothing is told", async () => {
    const { api } = stubApi({ Viewer: () => ({ viewer: { id: "U1", teams: null } }) });
    expect(await api.viewer()).toMatchObject({ username: undefined, entity: undefined, teams: [] });
  });

  it("look for a key again after none was found", async () => {
    const variables: Record<string, string> = {};
    const { api } = stubApi(
      { Viewer: () => ({ viewer: { id: "U1" } }) },
      { apiKey: undefined, environment: { variables } },
    );
    await expect(api.viewer()).rejects.toMatchObject({ code: "AUTH_MISSING" });
    variables.WANDB_API_KEY = KEY;
    await expect(api.viewer()).resolves.toMatchObject({ keySource: "WANDB_API_KEY" });
  });
});

describe("a call", () => {
  const never = () => new Promise<Response>(() => {});

  it("ends by its own time or the Api's", async () => {
    const slow = stubApi({ Viewer: never }, { timeoutMs: 20 });
    await expect(slow.api.viewer()).rejects.toMatchObject({ code: "TIMEOUT" });
    const own = stubApi({ Viewer: never });
    await expect(own.api.viewer({ timeoutMs: 20 })).rejects.toMatchObject({ code: "TIMEOUT" });
  });

  it("ends by its own signal or the Api's", async () => {
    const [own, all] = [new AbortController(), new AbortController()];
    const { api } = stubApi({ Viewer: never }, { signal: all.signal });
    const first = api.viewer({ signal: own.signal });
    own.abort();
    await expect(first).rejects.toMatchObject({ code: "ABORTED" });
    const second = api.viewer({ signal: new AbortController().signal });
    all.abort();
    await expect(second).rejects.toMatchObject({ code: "ABORTED" });
    await expect(api.viewer()).rejects.toMatchObject({ code: "ABORTED" });
  });

  it("that waits for another's answer ends by its own time and signal", async () => {
    const controller = new AbortController();
    const { api } = stubApi({ ResolveNames: never });
    const first = onLink().save({ name: "a", api, timeoutMs: 500 });
    const second = onLink().save({ name: "b", api, timeoutMs: 20 });
    const third = onLink().save({ name: "c", api, signal: controller.signal });
    controller.abort();
    const ends = await Promise.allSettled([first, second, third]);
    expect(ends.map((end) => end.status === "rejected" && end.reason.code)).toEqual([
      "TIMEOUT",
      "TIMEOUT",
      "ABORTED",
    ]);
  });

  it("is told to the logger", async () => {
    const { api, log } = stubApi(
      { Viewer: (_, count) => (count === 1 ? refusal("busy", 503) : { viewer: { id: "U" } }) },
      { retries: 1 },
    );
    await api.viewer();
    expect(log.map(({ type }) => type)).toEqual(["request", "response", "retry", "request", "response"]);
  });
});

describe("an answer of another shape than the schema promises", () => {
  it.each([
    ["a string for an object", { viewer: "me" }],
    ["a missing field", { viewer: { teams: { edges: [{ node: {} }] } } }],
  ])("is an UnexpectedResponseError that says where: %s", async (_, data) => {
    await expect(stubApi({ Viewer: () => data }).api.viewer()).rejects.toMatchObject({
      code: "UNEXPECTED_RESPONSE",
      operation: "Viewer",
      message: expect.stringContaining("viewer"),
    });
  });

  it("is one also where names are resolved", async () => {
    const { api } = stubApi({ ResolveNames: () => ({ s0: "P1", ...features() }) });
    await expect(onLink().save({ name: "x", api })).rejects.toMatchObject({ code: "UNEXPECTED_RESPONSE" });
  });
});

describe("the default entity", () => {
  it("is the Api's, else the key owner's, asked for once", async () => {
    const answers = {
      DefaultEntity: () => ({ viewer: { entity: "mine" } }),
      IntegrationsByEntity: () => ({ entity: { integrations: connection([]) } }),
    };
    const given = stubApi(answers, { entity: "acme" });
    await given.api.integrations().toArray();
    expect(given.received.map(({ variables }) => variables.entity)).toEqual(["acme"]);
    const asked = stubApi(answers);
    await asked.api.integrations().toArray();
    await asked.api.slackIntegrations().toArray();
    expect(asked.operations()).toEqual(["DefaultEntity", "IntegrationsByEntity", "IntegrationsByEntity"]);
    const nobody = stubApi({ DefaultEntity: () => ({ viewer: { entity: null } }) });
    await expect(nobody.api.integrations().toArray()).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("scopes by name", () => {
  it("are fetched with their ids, and with the Api's defaults before what is left out", async () => {
    await using world = await emulated({ entity: "acme", project: "vision", organization: "acme-inc" });
    const { api, sent } = world;
    expect(await api.collection("resnet")).toEqual(await api.collection("acme/vision/resnet"));
    expect(await api.collection("acme-inc/wandb-registry-model/prod-models")).toEqual(
      await api.registryCollection("model/prod-models"),
    );
    expect(await api.registry("model")).toMatchObject({
      kind: "registry",
      organization: "acme-inc",
      id: expect.any(String),
    });
    expect(await api.team("acme")).toMatchObject({ kind: "team", entity: "acme", id: expect.any(String) });
    expect(await api.organization("acme-inc")).toMatchObject({
      kind: "organization",
      id: expect.any(String),
    });
    expect(sent()).toHaveLength(5);
  });

  it("are found through an entity of their organization", async () => {
    await using world = await emulated();
    const through = await world.api.registry("acme/model");
    expect(through.id).toBe((await world.api.registry("acme-inc/model")).id);
  });

  it.each(["a/b/c/d", "", "a//b", 5])("can't be found by %j", async (path) => {
    await using world = await emulated();
    await expect(world.api.collection(path as string)).rejects.toMatchObject({ code: "VALIDATION" });
  });

  it("say that a collection's name is that of several, which can be given by their ids", async () => {
    const types = (ids: string[]) => ({
      edges: ids.map((id) => ({ node: { name: `type-${id}`, artifactCollection: { id } } })),
    });
    const { api, received } = stubApi({
      ResolveNames: () => ({ s0: { id: "P", artifactTypes: types(["C1", "C2"]) }, ...features() }),
      ServerFeatures: () => features(),
      CreateAutomation: ({ input }) => ({
        result: { trigger: triggerNode({ name: (input as { name: string }).name }) },
      }),
    });
    await expect(api.collection("acme/vision/resnet")).rejects.toThrow(
      'type-C1 (id C1) and type-C2 (id C2): give one by its id, as { kind: "collection"',
    );
    const scope = { kind: "collection", scopeType: "ARTIFACT_COLLECTION", id: "C2" } as const;
    await onLink(scope).save({ name: "x", api });
    expect(received.at(-1)?.variables).toMatchObject({ input: { scopeID: "C2" } });
  });

  it("need a default where a path leaves out what has none", async () => {
    const { api } = stubApi({}, { entity: "acme" });
    await expect(api.collection("resnet")).rejects.toThrow("project");
    await expect(api.registry("model")).rejects.toThrow("organization");
  });
});
