import { VERSION } from "../../wire/version.js";
import { toJsonText } from "../runs/history-json.js";

/** Tells clients that this is the emulator, which accepts what no W&B server is known to. */
const IDENTITY = { "x-wandb-emulator": `wandb-automations/${VERSION}` };

/** An answer, before a door gives it the form that its side knows. Header names are in lower case. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** Whether HTTP allows no body with the status. */
export function hasNoBody(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

/** Rows may hold BigInts, which `JSON.stringify` refuses; few answers have any, and it is much faster. */
function jsonText(body: unknown): string {
  try {
    return JSON.stringify(body);
  } catch {
    return toJsonText(body);
  }
}

/** A JSON answer. */
export function jsonReply(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...IDENTITY, ...headers },
    body: jsonText(body),
  };
}

/** An error in the shape that GraphQL clients read messages from. */
export function errorReply(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return jsonReply(status, { errors: [{ message }], data: null }, headers);
}
