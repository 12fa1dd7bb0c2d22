import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { identityTokenAuthorization } from "../../../../src/client/config/identity-token.js";
import { startCall } from "../../../../src/transport/call.js";
import { Redactor } from "../../../../src/transport/redact.js";
import { FakeClock } from "../../transport/fake-clock.js";
import { fakeEnvironment } from "./fake-environment.js";

function exchanging(replies: (() => Promise<Response>)[], files: Record<string, string>) {
  const clock = new FakeClock();
  const sent: [string, string, unknown][] = [];
  const authorization = identityTokenAuthorization({
    baseUrl: "https://wandb.example/x",
    path: "/token",
    environment: fakeEnvironment({}, files),
    clock,
    attemptTimeoutMs: 5000,
    redactor: new Redactor(),
    headers: { "x-gateway": "open" },
    fetch: async (url, init) => {
      sent.push([String(url), String(init?.body), init?.headers]);
      return (replies.length > 1 ? replies.shift() : replies[0])?.() ?? expect.fail("no reply");
    },
  });
  return { clock, sent, get: () => authorization(startCall({}, 10_000, clock)) };
}

const token = (value: string, seconds: number) => async () =>
  Response.json({ access_token: value, expires_in: seconds });

describe("identityTokenAuthorization", () => {
  it("exchanges the file's token, and again shortly before the end with what the file holds then", async () => {
    const files = { "/token": " jwt.one.x\n" };
    const { get, sent, clock } = exchanging([token("access-1", 3600), token("access-2", 3600)], files);
    expect(await get()).toBe("Bearer access-1");
    expect(await get()).toBe("Bearer access-1");
    files["/token"] = "jwt.two.x";
    clock.advance(56 * 60_000);
    expect(await get()).toBe("Bearer access-2");
    const form = (assertion: string) =>
      `grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=${assertion}`;
    expect(sent).toEqual([
      ["https://wandb.example/x/oidc/token", form("jwt.one.x"), { "x-gateway": "open" }],
      ["https://wandb.example/x/oidc/token", form("jwt.two.x"), { "x-gateway": "open" }],
    ]);
  });

  it.each<[string, () => Promise<Response>, string]>([
    ["a refusal", async () => new Response("canary.jwt.x has expired", { status: 401 }), "AUTHENTICATION"],
    ["an answer without a token", async () => Response.json({ secret: "canary" }), "AUTHENTICATION"],
    ["a server that fails", async () => new Response("<html>canary.jwt.x</html>", { status: 503 }), "SERVER"],
    ["too many exchanges", async () => new Response("canary.jwt.x", { status: 429 }), "RATE_LIMITED"],
    ["a broken connection", async () => Promise.reject(new TypeError("canary.jwt.x")), "CONNECTION"],
  ])("says what is wrong with %s, without the token", async (_, reply, code) => {
    const error = await exchanging([reply], { "/token": "canary.jwt.x" })
      .get()
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code });
    expect(inspect(error, { depth: 10 })).not.toContain("canary");
  });

  it("says how long to wait", async () => {
    const headers = { "retry-after": "7" };
    const { get } = exchanging([async () => new Response("", { status: 429, headers })], {
      "/token": "jwt.x.y",
    });
    await expect(get()).rejects.toMatchObject({ code: "RATE_LIMITED", retryAfterSeconds: 7 });
  });

  it("says which file holds no token", async () => {
    const error = await exchanging([], {})
      .get()
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "AUTH_MISSING", message: expect.stringContaining("/token") });
  });
});
