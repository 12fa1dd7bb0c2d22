import { ValidationError } from "../errors/index.js";

/** How a signature is written: `base64` as W&B's own script does, or `hex` as many receivers expect. */
export type SignatureEncoding = "base64" | "hex";

/** A request's body as it was received, byte for byte. */
export type RawBody = string | Uint8Array | ArrayBuffer;

const ALGORITHM = { name: "HMAC", hash: "SHA-256" } as const;
const HEX = /^(?:sha256=)?([0-9a-f]{64})$/i;
const BASE64 = /^[A-Za-z0-9+/]{43}=$/;

/**
 * The signature that W&B sends with a webhook in the header `X-Wandb-Signature`: HMAC-SHA256 of the body, with the
 * webhook's secret as the key. For testing what receives webhooks.
 *
 * That it is HMAC-SHA256 of the raw body is documented. Its encoding isn't: W&B's test script writes base64, which is
 * the default; some receivers read hex.
 *
 * @param body the body as it is sent, byte for byte
 * @param secret the webhook's secret
 * @throws ValidationError when the body isn't text or bytes, or the secret is empty
 *
 * @example
 * ```ts
 * import { signWebhook } from "wandb-automations/testing";
 *
 * const body = JSON.stringify({ model: "acme/vision/digits:prod" });
 * const request = new Request("https://ci.example/hook", {
 *   method: "POST",
 *   headers: { "content-type": "application/json", "x-wandb-signature": await signWebhook(body, "the-secret") },
 *   body,
 * });
 * ```
 */
export async function signWebhook(
  body: RawBody,
  secret: string,
  options: { readonly encoding?: SignatureEncoding } = {},
): Promise<string> {
  const { encoding = "base64" } = options;
  if (encoding !== "base64" && encoding !== "hex") {
    throw invalid("encoding", `must be "base64" or "hex", got ${JSON.stringify(encoding)}`);
  }
  const data = bytesOf(body);
  const key = await importKey(secret, "sign");
  const signature = new Uint8Array(await crypto.subtle.sign(ALGORITHM, key, data));
  if (encoding === "base64") return btoa(String.fromCharCode(...signature));
  return Array.from(signature, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Whether a webhook comes from W&B: its signature fits its body and the secret. Takes base64, hex, and hex after
 * `sha256=`; compares in constant time. W&B signs no time and no id, so a request that was recorded can be sent again.
 *
 * @param body the body as it was received, byte for byte: parsing it and writing it again changes it
 * @param signature the header `X-Wandb-Signature`; none, or one that can't be a signature, is `false`
 * @param secret the webhook's secret; several while it is being changed
 * @throws ValidationError when the body isn't text or bytes, or a secret is empty
 *
 * @example
 * ```ts
 * import { verifyWebhook } from "wandb-automations/testing";
 *
 * async function receive(request: Request, secret: string) {
 *   const body = await request.text();
 *   if (!(await verifyWebhook(body, request.headers.get("x-wandb-signature"), secret))) {
 *     return new Response("bad signature", { status: 401 });
 *   }
 *   return Response.json(JSON.parse(body));
 * }
 * ```
 */
export async function verifyWebhook(
  body: RawBody,
  signature: string | null | undefined,
  secret: string | readonly string[],
): Promise<boolean> {
  const data = bytesOf(body);
  const secrets = typeof secret === "string" ? [secret] : secret;
  if (!Array.isArray(secrets) || secrets.length === 0)
    throw invalid("secret", "must be text that isn't empty");
  const keys = await Promise.all(secrets.map((one) => importKey(one, "verify")));
  const given = signatureBytes(signature);
  if (given === undefined) return false;
  const results = await Promise.all(keys.map((key) => crypto.subtle.verify(ALGORITHM, key, given, data)));
  return results.includes(true);
}

function signatureBytes(signature: string | null | undefined): Uint8Array<ArrayBuffer> | undefined {
  if (typeof signature !== "string") return undefined;
  const text = signature.trim();
  const hex = HEX.exec(text)?.[1];
  if (hex !== undefined) {
    return Uint8Array.from(hex.match(/../g)!, (byte) => Number.parseInt(byte, 16));
  }
  return BASE64.test(text) ? Uint8Array.from(atob(text), (char) => char.charCodeAt(0)) : undefined;
}

async function importKey(secret: unknown, usage: "sign" | "verify"): Promise<CryptoKey> {
  if (typeof secret !== "string" || secret === "") throw invalid("secret", "must be text that isn't empty");
  return crypto.subtle.importKey("raw", new TextEncoder().encode(secret), ALGORITHM, false, [usage]);
}

function bytesOf(body: unknown): Uint8Array<ArrayBuffer> {
  if (typeof body === "string") return new TextEncoder().encode(body);
  // Test runners have an ArrayBuffer of their own in each realm, so `instanceof` can say no.
  if (Object.prototype.toString.call(body) === "[object ArrayBuffer]")
    return new Uint8Array(body as ArrayBuffer);
  if (ArrayBuffer.isView(body)) {
    return new Uint8Array(
      body.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength) as ArrayBuffer,
    );
  }
  throw invalid("body", "must be the raw body, as text or bytes, not what it was parsed to");
}

function invalid(name: string, message: string): ValidationError {
  return new ValidationError("The webhook", [{ code: "invalid_type", path: [name], message }]);
}
