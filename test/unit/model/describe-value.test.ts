import { describe, expect, it } from "vitest";
import { describeKind, describeValue, isSecretName } from "../../../src/model/describe-value.js";

class Kettle {
  readonly secret = "boiling";
}

describe("describeValue", () => {
  it.each([
    [undefined, "nothing"],
    [null, "null"],
    [Number.NaN, "NaN"],
    [-0.5, "-0.5"],
    [true, "true"],
    [10n, "10"],
    ["plain", '"plain"'],
    ['say "hi"\n', '"say \\"hi\\"\\n"'],
    [() => 1, "a function"],
    [Symbol("x"), "a symbol"],
    [[1, "two", [3]], '[1,"two",[3]]'],
    [{ a: 1, b: { c: null } }, '{"a":1,"b":{"c":null}}'],
    [new Date(0), "a Date"],
    [new Map(), "a Map"],
    [/x/, "a RegExp"],
    [new Kettle(), "a Kettle"],
    [Object.create(null), "{}"],
    [Promise.resolve(), "a Promise"],
  ])("says what %o is", (value, text) => {
    expect(describeValue(value)).toBe(text);
  });

  it("stays short, whatever the size", () => {
    const long = describeValue("x".repeat(1_000_000));
    expect(long).toBe(`"${"x".repeat(80)}"… (1000000 characters)`);
    expect(describeValue(Array.from({ length: 1000 }, (_, i) => i))).toBe("[0,1,2,3,4,5,6,7,… 992 more]");
    expect(describeValue({ a: { b: { c: { d: 1 } } } })).toBe('{"a":{"b":{"c":{…}}}}');
  });

  it("survives cycles and getters that throw", () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(describeValue(cycle)).toContain("{…}");
    const trap = {
      get x() {
        throw new Error("no");
      },
    };
    expect(describeValue(trap)).toBe("an object that can't be read");
  });

  it.each([
    ["https://hooks.slack.com/services/T0/B0/canary", '"https://hooks.slack.com/…"'],
    ["see https://user:canary@host.example:8443/", '"see https://host.example:8443/"'],
    ["https://host.example?token=canary", '"https://host.example/…"'],
    ["0123456789abcdef".repeat(3), '"[redacted]"'],
    [`ghp_${"c".repeat(36)}`, '"[redacted]"'],
    ["xoxb-1234-canary", '"[redacted]"'],
    ["eyJhbGciOi.eyJzdWIiOi.c2lnbmF0", '"[redacted]"'],
  ])("keeps the secret of %s", (text, shown) => {
    expect(describeValue(text)).toBe(shown);
  });

  it("cuts a URL at the end of what is shown before its secret", () => {
    const text = `${"x".repeat(60)} https://hooks.example/canary`;
    expect(describeValue(text)).not.toContain("canary");
  });

  it.each(["webhookUrl", "webhook_url", "urlEndpoint", "apiKey", "payload", "accessToken", "Authorization"])(
    "doesn't show the property %s",
    (name) => {
      expect(isSecretName(name)).toBe(true);
      expect(describeValue({ [name]: "canary", other: 1 })).toBe(`{"${name}":[redacted],"other":1}`);
    },
  );

  it.each(["name", "threshold", "title", "scope"])("shows the property %s", (name) => {
    expect(describeValue({ [name]: "seen" })).toContain("seen");
  });
});

describe("describeKind", () => {
  it.each([
    [undefined, "nothing"],
    [null, "null"],
    ["canary", "text that isn't shown"],
    [["canary"], "a list"],
    [{ a: "canary" }, "an object"],
    [new Kettle(), "a Kettle"],
    [3, "a number"],
    [3n, "a bigint"],
  ])("names the kind of %o and nothing more", (value, text) => {
    expect(describeKind(value)).toBe(text);
  });
});
