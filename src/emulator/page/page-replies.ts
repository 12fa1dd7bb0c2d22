import { createHash, randomBytes } from "node:crypto";
import { pictureCss } from "../../evaluate/picture/picture-style.js";
import { errorReply, jsonReply, type Reply } from "../server/json-reply.js";

/** Pictures bring their style sheet along; it is let in by its hash, so that no other inline style is. */
const PICTURE_STYLE = `'sha256-${createHash("sha256").update(pictureCss("auto")).digest("base64")}'`;

const policy = (style: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' ${style}`,
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

/** What every answer of the page says about how it may be used. */
const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": policy(PICTURE_STYLE),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

/** A file of the page. */
export interface Asset {
  readonly type: string;
  readonly text: string | Uint8Array<ArrayBuffer>;
  /** How the text is packed, if it is. */
  readonly encoding?: "gzip";
}

export function assetReply({ type, text, encoding }: Asset): Reply {
  const headers = {
    ...HEADERS,
    "content-type": `${type}; charset=utf-8`,
    ...(encoding && { "content-encoding": encoding }),
  };
  return { status: 200, headers, body: text };
}

/** The page of GraphiQL, which adds a style sheet of its own while a dialog is open: let in by a nonce, once. */
export function graphiqlReply(html: string): Reply {
  const nonce = randomBytes(16).toString("base64");
  return {
    status: 200,
    headers: {
      ...HEADERS,
      "content-security-policy": policy(`'nonce-${nonce}'`),
      "content-type": "text/html; charset=utf-8",
    },
    body: html.replace("NONCE", nonce),
  };
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
