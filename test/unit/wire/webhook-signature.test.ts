import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { signWebhook, verifyWebhook } from "../../../src/wire/webhook-signature.js";

// What `openssl dgst -sha256 -hmac` prints for W&B's own test script.
const body = '{"key1": "value1", "key2": "value2"}';
const secret = "your_api_secret";
const base64 = "4tKqnWHayH0Vdy0mtiM/LbZ7bOGK7h+UrHO5F40Uk8U=";
const hex = "e2d2aa9d61dac87d15772d26b6233f2db67b6ce18aee1f94ac73b9178d1493c5";

describe("signWebhook", () => {
  it("signs as W&B's own script does", async () => {
    expect(await signWebhook(body, secret)).toBe(base64);
    expect(await signWebhook(body, secret, { encoding: "hex" })).toBe(hex);
  });

  it("signs bytes as they are, those of a view only", async () => {
    const bytes = new Uint8Array([0xff, 0x00, 0xc3, 0x28, 0x7b]);
    const expected = createHmac("sha256", secret).update(bytes).digest("base64");
    expect(await signWebhook(bytes, secret)).toBe(expected);
    expect(await signWebhook(new Uint8Array([9, ...bytes, 9]).subarray(1, 6), secret)).toBe(expected);
    expect(await signWebhook(bytes.buffer, secret)).toBe(expected);
    expect(await signWebhook("žluť", "ключ")).toBe(
      createHmac("sha256", "ключ").update("žluť").digest("base64"),
    );
  });

  it("refuses what can't be signed", async () => {
    await expect(signWebhook({ key1: "value1" } as never, secret)).rejects.toThrow(
      "not what it was parsed to",
    );
    await expect(signWebhook(body, "")).rejects.toThrow("secret");
    await expect(signWebhook(body, secret, { encoding: "utf8" as never })).rejects.toThrow("encoding");
  });
});

describe("verifyWebhook", () => {
  it.each([base64, hex, hex.toUpperCase(), `sha256=${hex}`, ` ${base64}\n`])(
    "takes %s",
    async (signature) => {
      expect(await verifyWebhook(body, signature, secret)).toBe(true);
      expect(await verifyWebhook(new TextEncoder().encode(body), signature, secret)).toBe(true);
      expect(await verifyWebhook(`${body} `, signature, secret)).toBe(false);
      expect(await verifyWebhook(body, signature, "other")).toBe(false);
    },
  );

  it.each([
    null,
    undefined,
    "",
    "sha256=",
    hex.slice(2),
    `${hex}00`,
    base64.slice(0, -1),
    `sha1=${hex}`,
    "*".repeat(44),
    5 as never,
  ])("is false for %s", async (signature) => {
    expect(await verifyWebhook(body, signature, secret)).toBe(false);
  });

  it("takes any of several secrets", async () => {
    expect(await verifyWebhook(body, base64, ["new", secret])).toBe(true);
    expect(await verifyWebhook(body, base64, ["new", "newer"])).toBe(false);
  });

  it("refuses what can't be checked, whatever the signature", async () => {
    await expect(verifyWebhook(JSON.parse(body), base64, secret)).rejects.toThrow("raw body");
    await expect(verifyWebhook(body, null, "")).rejects.toThrow("secret");
    await expect(verifyWebhook(body, base64, [])).rejects.toThrow("secret");
  });
});
