import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { processEnvironment } from "../../../src/client/config/environment.js";
import { KEY, triggerNode } from "./stub-server.js";

const entry = fileURLToPath(new URL("../../../src/index.ts", import.meta.url));

/** What an edge runtime has: the web's own names, and nothing of Node's. */
const WEB = {
  ...{ AbortController, AbortSignal, Headers, Request, Response, URL, URLSearchParams },
  ...{ TextEncoder, TextDecoder, btoa, atob, setTimeout, clearTimeout, structuredClone },
};

let bundle: { text: string; imports: string[] };
beforeAll(async () => {
  const result = await build({
    entryPoints: [entry],
    ...{ bundle: true, write: false, metafile: true, platform: "browser", format: "iife", globalName: "sdk" },
    loader: { ".graphql": "text" },
  });
  const imports = Object.values(result.metafile.inputs).flatMap((input) =>
    input.imports.map(({ path }) => path),
  );
  bundle = { text: result.outputFiles[0]?.text ?? "", imports };
});

describe("the root entry, bundled for a browser", () => {
  it("imports nothing of Node's", () => {
    expect(bundle.imports.filter((path) => path.startsWith("node:"))).toEqual([]);
  });

  it("builds and saves where there is no process, no file system and no global fetch", async () => {
    const sent: { operationName: string }[] = [];
    const fetch = async (_: unknown, init: RequestInit) => {
      const request = JSON.parse(String(init.body));
      sent.push(request);
      const named = { s0: { id: "P1" }, serverInfo: { features: [] } };
      const data = request.operationName === "ResolveNames" ? named : { result: { trigger: triggerNode() } };
      return Response.json({ data });
    };
    const context = createContext({ ...WEB, fetchStub: fetch, key: KEY });
    runInContext(bundle.text, context);
    const saving = runInContext(
      `(async () => {
        const api = new sdk.Api({ apiKey: key, baseUrl: "https://wandb.example", fetch: fetchStub });
        const event = new sdk.OnRunMetric({ scope: "acme/vision", filter: sdk.RunEvent.metric("loss").gt(1) });
        const saved = await event.then(new sdk.DoNothing()).save({ name: "alert", api });
        return [saved.name, saved.scope.project];
      })()`,
      context,
    );
    expect(await saving).toEqual(["alert", "vision"]);
    expect(sent.map(({ operationName }) => operationName)).toEqual(["ResolveNames", "CreateAutomation"]);
  });

  it("says there that no key was found, and names no file", async () => {
    const context = createContext({ ...WEB });
    runInContext(bundle.text, context);
    const error = await runInContext(
      "new sdk.Api({ fetch: async () => new Response() }).viewer().catch((error) => error)",
      context,
    );
    expect(error).toMatchObject({ code: "AUTH_MISSING", message: expect.not.stringContaining("netrc") });
  });
});

describe("processEnvironment", () => {
  it("reads this process's variables and files", async () => {
    const { variables, homeDir, readFile, exists } = await processEnvironment();
    expect(variables).toBe(process.env);
    expect(homeDir).toBeTruthy();
    expect(await readFile?.(fileURLToPath(import.meta.url))).toContain("processEnvironment");
    expect(await readFile?.("/nothing/there")).toBeUndefined();
    await expect(readFile?.(fileURLToPath(new URL(".", import.meta.url)))).rejects.toMatchObject({
      code: "EISDIR",
    });
    expect([await exists?.(entry), await exists?.("/nothing/there")]).toEqual([true, false]);
  });

  it("loads Node's modules also where they can't be asked for by name", async () => {
    const process = globalThis.process as { getBuiltinModule?: unknown };
    const original = process.getBuiltinModule;
    process.getBuiltinModule = undefined;
    try {
      expect((await processEnvironment()).readFile).toBeDefined();
    } finally {
      process.getBuiltinModule = original;
    }
  });
});
