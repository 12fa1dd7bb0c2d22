import { VERSION } from "../../wire/version.js";

/** Tells clients that this is the emulator, which accepts what no W&B server is known to. */
const IDENTITY = { "x-wandb-emulator": `wandb-automations/${VERSION}` };

/** A JSON answer. */
export function jsonReply(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...IDENTITY, ...headers },
  });
}

/** An error in the shape that GraphQL clients read messages from. */
export function errorReply(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return jsonReply(status, { errors: [{ message }], data: null }, headers);
}
