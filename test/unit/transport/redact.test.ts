import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Redactor } from "../../../src/transport/redact.js";

const SLACK = "https://hooks.slack.com/services/T0CANARY/B0CANARY/s3cr3tCanary";

describe("Redactor.text", () => {
  const redactor = new Redactor();

  it.each([
    ["a Slack webhook", `posting to ${SLACK} failed`, "s3cr3tCanary"],
    ["a Slack webhook in JSON that escapes slashes", `"${SLACK.replaceAll("/", "\\/")}"`, "s3cr3tCanary"],
    ["a basic authorization header", "Authorization: Basic YXBpOmNhbmFyeWNhbmFyeWNhbmFyeQ==", "YXBpOmNhb"],
    ["a bearer token", "bearer canarycanarycanarycanary", "canarycanary"],
    ["credentials in a URL", "https://api:canary@host/graphql", "canary"],
    ["an API key", `key ${"0123456789abcdef".repeat(3).slice(0, 40)} is unknown`, "0123456789abcdef"],
    ["a prefixed API key", `key local-${"a1".repeat(20)}`, "a1a1a1"],
    ["a JWT", "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0", "c2lnbmF0"],
    ["a GitHub token", `ghp_${"c".repeat(36)}`, "cccccccc"],
    ["a token in a query string", "https://example.com/hook?token=canary&x=1", "canary"],
  ])("removes %s", (_, text, secret) => {
    expect(text).toContain(secret);
    expect(redactor.text(text)).not.toContain(secret);
    expect(redactor.text(text)).toContain("[redacted]");
  });

  it("leaves ordinary messages alone", () => {
    const text =
      'input: result: Basic authentication is required for "acme/vision" (HTTP 401), see https://docs.wandb.ai';
    expect(redactor.text(text)).toBe(text);
  });

  it("removes what it was told of in every spelling", () => {
    const told = new Redactor();
    told.add('https://example.com/a"b/c?d=e f');
    const spellings = [
      'https://example.com/a"b/c?d=e f',
      'https://example.com/a\\"b/c?d=e f',
      'https:\\/\\/example.com\\/a\\"b\\/c?d=e f',
      encodeURIComponent('https://example.com/a"b/c?d=e f'),
    ];
    for (const spelling of spellings) expect(told.text(`<${spelling}>`)).toBe("<[redacted]>");
  });

  it("removes a longer secret whole although a shorter one is part of it", () => {
    const told = new Redactor();
    told.add("canary");
    told.add("https://example.com/canary/tail");
    expect(told.text("at https://example.com/canary/tail.")).toBe("at [redacted].");
  });

  it("doesn't take a short word for a secret", () => {
    const told = new Redactor();
    told.add("api");
    expect(told.text("the api")).toBe("the api");
  });
});

describe("Redactor.including", () => {
  const input = {
    name: "deploy hook",
    urlEndpoint: "https://ci.example/canary/hook",
    accessTokenRef: "CI_TOKEN",
    config: [
      { requestPayload: '{"text":"all is well","auth":{"token":"canarycanary"},"api_key":["canary-key"]}' },
    ],
  };
  const told = new Redactor().including({ input });

  it("removes the secrets in a request's variables, also where only a part of them is repeated", () => {
    const text = told.text(`refused: ${JSON.stringify(input)}, token canarycanary, canary-key`);
    expect(text).not.toContain("canary");
    expect(text).toContain("[redacted]");
  });

  it("leaves the rest, and the names of secrets, which say what is wrong", () => {
    const text = 'there is no secret named CI_TOKEN; "deploy hook": all is well';
    expect(told.text(text)).toBe(text);
  });

  it("takes a payload that isn't JSON whole, and knows nothing of it afterwards", () => {
    const redactor = new Redactor();
    const payload = '{"a": ${canary}}';
    expect(redactor.including({ input: { requestPayload: payload } }).text(`<${payload}>`)).toBe(
      "<[redacted]>",
    );
    expect(redactor.text(`<${payload}>`)).toBe(`<${payload}>`);
  });
});

describe("Redactor.cause", () => {
  it("keeps names, messages and codes of the chain and nothing else", () => {
    const socket = Object.assign(new Error(`connect to ${SLACK}`), {
      code: "ECONNRESET",
      headers: { key: "canary" },
    });
    const copy = new Redactor().cause(new TypeError("fetch failed", { cause: socket }));
    expect(copy).toMatchObject({ name: "TypeError", message: "fetch failed", cause: { code: "ECONNRESET" } });
    expect(inspect(copy, { depth: 10, showHidden: true })).not.toMatch(/canary/i);
  });

  it("ends at a chain that leads back to itself", () => {
    const error = new Error("loop");
    Object.assign(error, { cause: error });
    expect(new Redactor().cause(error).message).toBe("loop");
  });

  it("takes what isn't an error", () => {
    expect(new Redactor().cause(`thrown ${SLACK}`).message).toBe("thrown [redacted]");
    expect(new Redactor().cause(undefined).message).toBe("undefined");
  });
});
