import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { AuthError, type AutomationsError, hasErrorCode, ServerError } from "../../../src/errors/index.js";
import { startCall } from "../../../src/transport/call.js";
import { systemClock } from "../../../src/transport/clock.js";
import { isAmbiguous } from "../../../src/transport/failure.js";
import type { LogEvent } from "../../../src/transport/log.js";
import { createTransport, type TransportOptions } from "../../../src/transport/transport.js";
import { VERSION } from "../../../src/wire/version.js";
import { FakeClock } from "./fake-clock.js";

const query = { name: "Viewer", kind: "query", text: "query Viewer { viewer { id } }" } as const;
const mutation = {
  name: "DeleteAutomation",
  kind: "mutation",
  text: "mutation DeleteAutomation($id: ID!) { result: deleteTrigger(input: { triggerID: $id }) { success } }",
} as const;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const options = (baseUrl: string, over: Partial<TransportOptions> = {}): TransportOptions => ({
  baseUrl,
  authorization: async () => "Basic canarycanarycanary",
  fetch,
  user: { username: "", email: "" },
  headers: {},
  attemptTimeoutMs: 5000,
  retries: 0,
  ...over,
});

const call = (timeoutMs = 5000, signal?: AbortSignal) =>
  startCall({ timeoutMs, ...(signal ? { signal } : {}) }, 5000, systemClock);

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail("it succeeded"),
    (error: unknown) => error,
  );

describe("createTransport", () => {
  it("posts document, variables and operation name, with key and user agent, below the URL's path", async () => {
    const seen: unknown[] = [];
    const base = await serve((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += chunk));
      request.on("end", () => {
        const { authorization, "user-agent": agent, "content-type": type } = request.headers;
        seen.push([request.method, request.url, authorization, agent, type, JSON.parse(body)]);
        response.end('{"data":{"result":{"success":true}}}');
      });
    });
    const send = createTransport(options(`${base}/prefix`, { userAgent: "my-tool/2" }));
    const { data } = await send(mutation, { id: "x" }, call());
    expect(data).toEqual({ result: { success: true } });
    expect(seen).toEqual([
      [
        "POST",
        "/prefix/graphql",
        "Basic canarycanarycanary",
        `my-tool/2 wandb-automations-js/${VERSION}`,
        "application/json",
        { query: mutation.text, variables: { id: "x" }, operationName: "DeleteAutomation" },
      ],
    ]);
  });

  it("sends the headers of W&B's own client, under which every header given goes", async () => {
    const seen: IncomingHttpHeaders[] = [];
    const base = await serve((request, response) => {
      seen.push(request.headers);
      response.end('{"data":{}}');
    });
    const own = { "use-admin-privileges": "true", "x-wandb-username": "", "x-wandb-user-email": "" };
    await createTransport(options(base))(query, {}, call());
    expect(seen[0]).toMatchObject(own);
    const user = { username: "ada", email: "ada@acme.example" };
    const given = { "use-admin-privileges": "false", "user-agent": "mine", "x-gateway": "canary-gateway" };
    await createTransport(options(base, { user, headers: given }))(query, {}, call());
    expect(seen[1]).toMatchObject({
      "x-wandb-username": "ada",
      "x-wandb-user-email": "ada@acme.example",
      ...given,
    });
  });

  it("keeps values of headers given out of errors", async () => {
    const base = await serve((_, response) => void response.writeHead(400).end("no canary-gateway here"));
    const send = createTransport(options(base, { headers: { "x-gateway": "canary-gateway" } }));
    expect(inspect(await failureOf(send(query, {}, call())))).not.toContain("canary-gateway");
  });

  it("asks for nothing special in a browser, where a server must allow each header", async () => {
    vi.stubGlobal("document", {});
    const seen: unknown[] = [];
    const answer = async (_: unknown, init?: RequestInit) => {
      seen.push(Object.keys(init?.headers ?? {}).sort());
      return Response.json({ data: {} });
    };
    await createTransport(options("https://wandb.example", { fetch: answer as typeof fetch }))(
      query,
      {},
      call(),
    );
    vi.unstubAllGlobals();
    expect(seen).toEqual([["accept", "authorization", "content-type"]]);
  });

  it("reuses its connections", async () => {
    const base = await serve((_, response) => void response.end('{"data":{}}'));
    let connections = 0;
    servers.at(-1)?.on("connection", () => {
      connections += 1;
    });
    const send = createTransport(options(base));
    for (let i = 0; i < 20; i += 1) await send(query, {}, call());
    // One, or a second where a request begins just before the first is free again.
    expect(connections).toBeLessThanOrEqual(2);
  });

  it("knows the package's version", () => {
    expect(VERSION).toBe(manifest.version);
  });

  it("hands over the answer's headers", async () => {
    const base = await serve((_, response) => {
      response.setHeader("X-Wandb-Emulator", "wandb-automations/1");
      response.end('{"data":{}}');
    });
    const { headers } = await createTransport(options(base))(query, {}, call());
    expect(headers.get("x-wandb-emulator")).toBe("wandb-automations/1");
  });

  it("tries again where a token couldn't be had for a moment, and not where it can't be had", async () => {
    const base = await serve((_, response) => void response.end('{"data":{}}'));
    const failures: AutomationsError[] = [
      new ServerError("SERVER", "The server failed."),
      new ServerError("RATE_LIMITED", "Too many requests.", { retryAfterSeconds: 3 }),
    ];
    const clock = new FakeClock();
    const authorization = async () => {
      const failure = failures.shift();
      if (failure) throw failure;
      return "Bearer canarycanarycanary";
    };
    const send = createTransport(options(base, { authorization, retries: 3, clock }));
    const start = () => startCall({}, 60_000, clock);
    expect(await send(mutation, {}, start())).toMatchObject({ data: {} });
    expect(clock.waits).toEqual([250, 3250]);
    failures.push(new AuthError("AUTH_MISSING", "There is no token."));
    expect(await failureOf(send(mutation, {}, start()))).toMatchObject({ code: "AUTH_MISSING" });
    expect(clock.waits).toHaveLength(2);
  });

  it("calls a server that isn't there CONNECTION, and not ambiguous", async () => {
    const base = await serve(() => {});
    servers.at(-1)?.close();
    await new Promise((resolve) => servers.pop()?.once("close", resolve));
    const error = await failureOf(createTransport(options(base))(mutation, {}, call()));
    expect(error).toMatchObject({ code: "CONNECTION", message: expect.stringContaining("ECONNREFUSED") });
    expect(isAmbiguous(error)).toBe(false);
  });

  it("calls a reset CONNECTION, and ambiguous for a mutation", async () => {
    const base = await serve((request) => request.socket.destroy());
    const error = await failureOf(createTransport(options(base))(mutation, {}, call()));
    expect(hasErrorCode(error, "CONNECTION")).toBe(true);
    expect(isAmbiguous(error)).toBe(true);
  });

  it("calls an answer that breaks off UNEXPECTED_RESPONSE", async () => {
    const base = await serve((request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write('{"data":');
      setTimeout(() => request.socket.destroy(), 10);
    });
    const error = await failureOf(createTransport(options(base))(query, {}, call()));
    expect(error).toMatchObject({ code: "UNEXPECTED_RESPONSE" });
  });

  it("calls silence and a stalled body TIMEOUT", async () => {
    const silent = await serve(() => {});
    const first = await failureOf(createTransport(options(silent))(query, {}, call(50)));
    expect(first).toMatchObject({ code: "TIMEOUT", message: expect.stringContaining("didn't answer") });
    const stalled = await serve((_, response) => {
      response.writeHead(200);
      response.write('{"data":');
    });
    const second = await failureOf(createTransport(options(stalled))(mutation, {}, call(200)));
    expect(second).toMatchObject({ code: "TIMEOUT", message: expect.stringContaining("HTTP 200") });
    expect(isAmbiguous(second)).toBe(true);
  });

  it("ends in time with a fetch that heeds no signal", async () => {
    const deaf: typeof fetch = () => new Promise(() => {});
    const error = await failureOf(createTransport(options("http://x", { fetch: deaf }))(query, {}, call(20)));
    expect(error).toMatchObject({ code: "TIMEOUT" });
  });

  it("is cancelled by its signal, before, during and between attempts", async () => {
    const base = await serve((_, response) => void response.writeHead(503, { "retry-after": "1" }).end());
    const send = createTransport(options(base, { retries: 3 }));
    const before = await failureOf(send(mutation, {}, call(5000, AbortSignal.abort("user left"))));
    expect(before).toMatchObject({ code: "ABORTED", cause: { message: "user left" } });
    expect(isAmbiguous(before)).toBe(false);

    const controller = new AbortController();
    const silent = await serve(() => controller.abort());
    const during = await failureOf(
      createTransport(options(silent))(mutation, {}, call(5000, controller.signal)),
    );
    expect(during).toMatchObject({ code: "ABORTED" });
    expect(isAmbiguous(during)).toBe(true);

    const waiting = new AbortController();
    const logger = (event: LogEvent) => event.type === "retry" && waiting.abort();
    const between = await failureOf(
      createTransport(options(base, { retries: 3, logger }))(query, {}, call(5000, waiting.signal)),
    );
    expect(between).toMatchObject({ code: "ABORTED" });
  });

  it("doesn't send once the call's time is over", async () => {
    let requests = 0;
    const counting: typeof fetch = async () => {
      requests += 1;
      return new Response();
    };
    const over = { signal: undefined, timeoutMs: 5, deadline: Date.now() - 1 };
    const error = await failureOf(
      createTransport(options("http://x", { fetch: counting }))(mutation, {}, over),
    );
    expect(error).toMatchObject({
      code: "TIMEOUT",
      message: expect.stringContaining("before it could be sent"),
    });
    expect(requests).toBe(0);
  });

  it("lets no redirect take the key elsewhere", async () => {
    let followed = false;
    const target = await serve((_, response) => {
      followed = true;
      response.end("{}");
    });
    const base = await serve((_, response) => void response.writeHead(307, { location: target }).end());
    const error = await failureOf(createTransport(options(base))(query, {}, call()));
    expect(error).toMatchObject({ code: "UNEXPECTED_RESPONSE", message: expect.stringContaining(target) });
    expect(followed).toBe(false);
  });

  it("shows neither key nor variables, whatever fails", async () => {
    const log: LogEvent[] = [];
    const logger = (event: LogEvent) => log.push(event);
    const variables = { id: "canary-variable" };
    const replies: (() => Promise<Response>)[] = [
      async () => new Response('{"errors":[{"message":"no"}]}', { status: 200 }),
      async () => new Response("Basic canarycanarycanary", { status: 500 }),
      async () =>
        Promise.reject(Object.assign(new Error("Basic canarycanarycanary"), { request: variables })),
      async () => new Response("{", { status: 200 }),
    ];
    for (const fetch of replies) {
      const error = await failureOf(
        createTransport(options("http://x", { fetch, logger }))(mutation, variables, call()),
      );
      expect(inspect(error, { depth: 20, showHidden: true })).not.toContain("canary");
    }
    expect(log).toHaveLength(8);
    expect(JSON.stringify(log)).not.toContain("canary");
  });

  it("ends a call whose authorization can't be had", async () => {
    const authorization = async () => Promise.reject(new Error("no token"));
    const error = await failureOf(createTransport(options("http://x", { authorization }))(query, {}, call()));
    expect(error).toMatchObject({ message: "no token" });
  });

  it("survives a logger that throws", async () => {
    const send = createTransport(
      options("http://x", {
        fetch: async () => new Response('{"data":{}}'),
        logger: () => {
          throw new Error("disk full");
        },
      }),
    );
    await expect(send(query, {}, call())).resolves.toMatchObject({ data: {} });
  });
});
