import { createHash } from "node:crypto";
import { pictureCss } from "../../evaluate/picture/picture-style.js";
import { errorReply, jsonReply, type Reply } from "../server/json-reply.js";

/** Pictures bring their style sheet along; it is let in by its hash, so that no other inline style is. */
const PICTURE_STYLE = `'sha256-${createHash("sha256").update(pictureCss("auto")).digest("base64")}'`;

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${PICTURE_STYLE}`,
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** What every answer of the page says about how it may be used. */
const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

/** A file of the page. */
export interface Asset {
  readonly type: string;
  readonly text: string;
}

export function assetReply({ type, text }: Asset): Reply {
  return { status: 200, headers: { ...HEADERS, "content-type": `${type}; charset=utf-8` }, body: text };
}

export function pageJson(status: number, body: unknown): Reply {
  return jsonReply(status, body, HEADERS);
}

export function pageError(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return errorReply(status, message, { ...HEADERS, ...headers });
}
