import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEmulator, startEmulator } from "../../../src/emulator.js";
import { send } from "./test-server.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "emulator-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const SEED = {
  organizations: [
    {
      name: "labs",
      registries: [
        {
          name: "model",
          collections: [{ name: "prod", links: [{ source: "red/p/net:v1", aliases: ["best"] }] }],
        },
      ],
    },
  ],
  teams: [
    {
      name: "red",
      organization: "labs",
      integrations: [{ kind: "slack", teamName: "red", channelName: "#red" }],
      projects: [
        {
          name: "p",
          collections: [{ name: "net", versions: [{}, { aliases: ["good"], metadata: { acc: 1 } }] }],
          runs: [
            {
              id: "r",
              state: "finished",
              rows: [
                { _step: 0, loss: 1 },
                { _step: 1, loss: 0.5 },
              ],
            },
          ],
        },
      ],
    },
  ],
  users: [{ username: "rita", apiKey: "f".repeat(40), teams: ["red"] }],
};
const WORLD = `{ viewer { username entity } entity(name: "red") { integrations { totalCount: edges { node { id } } }
  project(name: "p") { run(name: "r") { state history } artifactCollections { edges { node { name } } } } }
  organization(name: "labs") { orgEntity { project(name: "wandb-registry-model") { artifactCollections { edges { node { name } } } } } } }`;

describe("startEmulator", () => {
  it("listens on loopback with the world of a seed file, in JSON or YAML", async () => {
    const { stringify } = await import("yaml");
    writeFileSync(join(folder, "seed.json"), JSON.stringify(SEED));
    writeFileSync(join(folder, "seed.yaml"), stringify(SEED));
    const worlds = [];
    for (const name of ["seed.json", "seed.yaml"]) {
      await using emulator = await startEmulator({ seed: join(folder, name) });
      expect(emulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      worlds.push((await send(emulator, WORLD, {}, "f".repeat(40))).data);
    }
    expect(worlds[0]).toEqual(worlds[1]);
    expect(worlds[0]).toMatchObject({
      viewer: { username: "rita", entity: "red" },
      entity: { project: { run: { state: "finished", history: [expect.any(String), expect.any(String)] } } },
      organization: {
        orgEntity: { project: { artifactCollections: { edges: [{ node: { name: "prod" } }] } } },
      },
    });
  });

  it("says what is wrong with a seed", async () => {
    writeFileSync(join(folder, "bad.json"), "{");
    await expect(startEmulator({ seed: join(folder, "bad.json") })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
    });
    await expect(startEmulator({ seed: join(folder, "none.json") })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
    });
    await expect(startEmulator({ seed: { team: [] } as never })).rejects.toThrow(
      /seed has 1 problem[\s\S]*team/,
    );
    await expect(
      startEmulator({ seed: { users: [{ username: "x", apiKey: "y", teams: ["z"] }] } }),
    ).rejects.toThrow(/no entity "z"/);
  });

  it("changes nothing when a seed is applied again to the same data", async () => {
    const options = { data: join(folder, "data.db"), seed: SEED as never };
    const versions =
      'query { project(name: "p", entityName: "red") { id runs { edges { node { id historyLineCount } } } } }';
    const seen = [];
    for (let i = 0; i < 2; i++) {
      await using emulator = await startEmulator(options);
      seen.push((await send(emulator, versions)).data);
    }
    expect(seen[0]).toEqual(seen[1]);
  });

  it("lets go of its data file when the seed can't be applied", async () => {
    const data = join(folder, "data.db");
    const seed = { users: [{ username: "x", apiKey: "y", teams: ["z"] }] };
    await expect(startEmulator({ data, seed })).rejects.toThrow(/no entity "z"/);
    await using _emulator = await startEmulator({ data });
  });

  it("refuses options that can't be, without repeating secrets", async () => {
    const options = {
      apiKey: "s3cret",
      delivery: { attempts: 0 },
      allowDeliveryTo: ["10.0.0.0/99"],
      signatureEncoding: "octal",
      dmeo: true,
    };
    const error = await createEmulator(options as never).then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error?.message).toMatch(/5 problems/);
    for (const part of ["apiKey", "delivery.attempts", "allowDeliveryTo[0]", "signatureEncoding", "dmeo"])
      expect(error?.message).toContain(part);
    expect(error?.message).not.toContain("s3cret");
  });

  it("can't be used once it is closed", async () => {
    const emulator = await startEmulator({ demo: true });
    await emulator.close();
    await emulator.close();
    const disposed = { code: "DISPOSED" };
    await expect(emulator.fetch(emulator.url)).rejects.toMatchObject(disposed);
    await expect(emulator.listen()).rejects.toMatchObject(disposed);
    await expect(emulator.admin.createTeam({ name: "late" })).rejects.toMatchObject(disposed);
    await expect(emulator.log("acme/vision/r", { loss: 1 })).rejects.toMatchObject(disposed);
  });

  it("gives the port back when it can't be had", async () => {
    await using first = await startEmulator();
    await expect(startEmulator({ port: Number(new URL(first.url).port) })).rejects.toThrow(/EADDRINUSE/);
  });
});

describe("the network door", () => {
  const statusOf = (url: string, headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      request(`${url}/graphql`, { method: "POST", headers }, (response) => {
        response.resume().on("end", () => resolve(response.statusCode));
      })
        .on("error", reject)
        .end("{}");
    });

  it("refuses foreign host names and foreign origins, and sends no CORS headers", async () => {
    await using emulator = await startEmulator({ allowedHosts: ["wandb.test"] });
    const { port } = new URL(emulator.url);
    expect(await statusOf(emulator.url, { host: `evil.example:${port}` })).toBe(421);
    expect(await statusOf(emulator.url, { host: `wandb.test:${port}` })).toBe(415);
    expect(await statusOf(emulator.url, { host: `localhost:${port}` })).toBe(415);
    expect(await statusOf(emulator.url, { origin: "https://evil.example" })).toBe(403);
    expect(await statusOf(emulator.url, { origin: emulator.url })).toBe(415);
    const { headers } = await fetch(`${emulator.url}/graphql`, { method: "OPTIONS" });
    expect([...headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it("goes on after bodies that nobody reads, on the same connection", async () => {
    await using emulator = await startEmulator();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const post = (body: string, headers: Record<string, string> = {}) =>
      new Promise<number | undefined>((resolve, reject) => {
        const options = {
          method: "POST",
          agent,
          headers: { "content-type": "application/json", ...headers },
        };
        request(`${emulator.url}/graphql`, options, (response) => {
          response.resume().on("end", () => resolve(response.statusCode));
        })
          .on("error", reject)
          .end(body);
      });
    const key = { authorization: `Basic ${btoa(`api:${emulator.apiKey}`)}` };
    const query = '{"query":"{ viewer { id } }"}';
    expect(await post("x".repeat(4_000_000))).toBe(401);
    expect(await post(query, key)).toBe(200);
    expect(await post("x".repeat(9_000_000), key)).toBe(413);
    expect(await post(query, key)).toBe(200);
    agent.destroy();
  });

  it("goes on after requests that aren't HTTP", async () => {
    await using emulator = await startEmulator();
    const { port } = new URL(emulator.url);
    for (const junk of [
      "\u0000\u0001\r\n\r\n",
      "GET",
      "POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-length: 99\r\n\r\n{",
    ]) {
      const socket = connect(Number(port), "127.0.0.1");
      socket.on("error", () => {});
      await new Promise<void>((resolve) => socket.end(junk, () => resolve()));
    }
    expect((await send(emulator, "{ viewer { id } }")).status).toBe(200);
  });
});

describe("faults", () => {
  it("hit the next requests they fit, once or as often as told", async () => {
    await using emulator = await createEmulator({ demo: true });
    const viewer = async () => (await send(emulator, "{ viewer { id } }")).status;
    emulator.faults.next({ status: 503, times: 2 });
    emulator.faults.next({ graphqlError: "no", operation: "entity" });
    expect([await viewer(), await viewer(), await viewer()]).toEqual([503, 503, 200]);
    const refused = await send(emulator, '{ entity(name: "acme") { id } }');
    expect(refused).toMatchObject({ status: 200, errors: [{ message: "no" }] });
    expect(emulator.faults.pending).toBe(0);
    emulator.faults.next({ status: 500 });
    emulator.faults.clear();
    expect(await viewer()).toBe(200);
  });

  it("drop connections, before or after a request took effect", async () => {
    await using emulator = await startEmulator({ demo: true });
    const make = (name: string) =>
      send(emulator, "mutation($p: String!) { emulator { createProject(path: $p) { id } } }", {
        p: `acme/${name}`,
      });
    const exists = async (name: string) =>
      (
        await send(emulator, 'query($n: String) { project(name: $n, entityName: "acme") { id } }', {
          n: name,
        })
      ).data.project !== null;
    emulator.faults.next({ reset: true });
    await expect(make("before")).rejects.toThrow("fetch failed");
    expect(await exists("before")).toBe(false);
    emulator.faults.next({ reset: true, afterEffect: true });
    await expect(make("after")).rejects.toThrow("fetch failed");
    expect(await exists("after")).toBe(true);
    emulator.faults.next({ reset: true });
    await expect(
      fetch(`${emulator.url}/graphql`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          authorization: `Basic ${btoa(`api:${emulator.apiKey}`)}`,
        },
        body: '{"query":"{ viewer { id } }"}',
      }),
    ).rejects.toThrow();
  });

  it("answer without a body where the status allows none, at every door", async () => {
    await using emulator = await startEmulator();
    const init = {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Basic ${btoa(`api:${emulator.apiKey}`)}`,
      },
      body: '{"query":"{ viewer { id } }"}',
    };
    for (const door of [fetch, emulator.fetch]) {
      emulator.faults.next({ status: 204 });
      const response = await door(`${emulator.url}/graphql`, init);
      expect([response.status, await response.text()]).toEqual([204, ""]);
      expect((await door(`${emulator.url}/graphql`, init)).status).toBe(200);
    }
  });

  it("must be possible", async () => {
    await using emulator = await createEmulator();
    expect(() => emulator.faults.next({})).toThrow(/give status, delayMs, graphqlError or reset/);
    expect(() => emulator.faults.next({ status: 1000 })).toThrow(/200 to 599/);
  });
});
