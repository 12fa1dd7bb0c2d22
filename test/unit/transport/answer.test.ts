import { describe, expect, it } from "vitest";
import { readAnswer } from "../../../src/transport/answer.js";
import { Redactor } from "../../../src/transport/redact.js";

const context = {
  operation: { name: "CreateAutomation", kind: "mutation", text: "" } as const,
  url: "https://wandb.example/graphql",
  redactor: new Redactor(),
  nowMs: 0,
};

function answer(status: number, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return readAnswer({ status, headers: new Headers(headers), text }, context);
}

const HTML = "<!doctype html><html><head><title>502 Bad Gateway</title></head></html>";
const graphqlError = (message: string) => ({
  errors: [{ message, path: ["result"] }],
  data: { result: null },
});

describe("readAnswer", () => {
  it.each<[number, unknown, string, { transient: boolean; mayHaveBeenApplied: boolean }]>([
    [401, graphqlError("no"), "AUTHENTICATION", { transient: false, mayHaveBeenApplied: false }],
    [403, graphqlError("no"), "PERMISSION", { transient: false, mayHaveBeenApplied: false }],
    [404, "", "NOT_FOUND", { transient: false, mayHaveBeenApplied: false }],
    [409, graphqlError("taken"), "CONFLICT", { transient: false, mayHaveBeenApplied: false }],
    [429, "", "RATE_LIMITED", { transient: true, mayHaveBeenApplied: false }],
    [500, graphqlError("boom"), "SERVER", { transient: true, mayHaveBeenApplied: true }],
    [501, "", "SERVER", { transient: false, mayHaveBeenApplied: true }],
    [502, HTML, "SERVER", { transient: true, mayHaveBeenApplied: true }],
    [503, "", "SERVER", { transient: true, mayHaveBeenApplied: true }],
    [408, "", "SERVER", { transient: true, mayHaveBeenApplied: true }],
    [400, graphqlError("bad"), "GRAPHQL", { transient: false, mayHaveBeenApplied: false }],
    [422, graphqlError("bad"), "GRAPHQL", { transient: false, mayHaveBeenApplied: false }],
    [200, graphqlError("bad"), "GRAPHQL", { transient: false, mayHaveBeenApplied: true }],
    [200, { errors: [{ message: "bad" }] }, "GRAPHQL", { transient: false, mayHaveBeenApplied: false }],
    [413, "too large", "UNEXPECTED_RESPONSE", { transient: false, mayHaveBeenApplied: false }],
    [302, "", "UNEXPECTED_RESPONSE", { transient: false, mayHaveBeenApplied: false }],
    [0, "", "UNEXPECTED_RESPONSE", { transient: false, mayHaveBeenApplied: false }],
    [200, HTML, "UNEXPECTED_RESPONSE", { transient: true, mayHaveBeenApplied: true }],
    [200, '{"data":{"resu', "UNEXPECTED_RESPONSE", { transient: true, mayHaveBeenApplied: true }],
    [200, "", "UNEXPECTED_RESPONSE", { transient: true, mayHaveBeenApplied: true }],
    [200, { data: null }, "UNEXPECTED_RESPONSE", { transient: true, mayHaveBeenApplied: true }],
    [200, [1], "UNEXPECTED_RESPONSE", { transient: true, mayHaveBeenApplied: true }],
  ])("HTTP %i with %j is %s", (status, body, code, facts) => {
    expect(answer(status, body)).toMatchObject({ ok: false, error: { code }, ...facts });
  });

  it("takes any 2xx with data, whatever its content type says", () => {
    const reply = answer(201, { data: { viewer: null } }, { "content-type": "text/html" });
    expect(reply).toMatchObject({ ok: true, reply: { data: { viewer: null } } });
  });

  it("joins the server's messages with their paths, redacted", () => {
    const body = {
      errors: [{ message: "no such alias", path: ["result", "trigger"] }, { message: "xoxb-canary-1" }, null],
    };
    const result = answer(200, body);
    expect(result).toMatchObject({
      error: { messages: ["result.trigger: no such alias", "[redacted]", "no message"], status: 200 },
    });
    expect(result.ok ? "" : result.error.message).toBe(
      "CreateAutomation: the server refused the request (HTTP 200): result.trigger: no such alias; [redacted]; no message",
    );
  });

  it.each([
    { error: "no such project" },
    { error: { message: "no such project" } },
    { errors: ["no such project"] },
  ])("reads the message of %j, as W&B's backend gives it outside GraphQL", (body) => {
    expect(answer(404, body)).toMatchObject({ error: { messages: ["no such project"] } });
  });

  it("says how long a rate-limited client has to wait", () => {
    expect(answer(429, "", { "retry-after": "4" })).toMatchObject({
      retryAfterSeconds: 4,
      error: { retryAfterSeconds: 4, status: 429 },
    });
  });

  it("names the page that answered instead of the server", () => {
    const result = answer(200, HTML);
    expect(result.ok ? "" : result.error.message).toContain('an HTML page titled "502 Bad Gateway"');
  });

  it("says where a redirect leads", () => {
    const result = answer(301, "", { location: "https://elsewhere.example/login" });
    expect(result.ok ? "" : result.error.message).toContain("redirects to https://elsewhere.example/login");
  });

  it("tells an answer that broke off from one that is wrong", () => {
    const exchange = { status: 200, headers: new Headers(), text: "", brokenBy: new TypeError("terminated") };
    const result = readAnswer(exchange, context);
    expect(result).toMatchObject({
      error: { code: "UNEXPECTED_RESPONSE", cause: { message: "terminated" } },
      transient: true,
    });
  });
});
