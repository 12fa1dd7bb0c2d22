import type { SendWebhook } from "../../model/send-webhook.js";
import type { Code } from "./code.js";
import { jsonCode, textCode } from "./literal-code.js";

const TOKEN = /"(?:[^"\\]+|\\.)*"|[^\s"]+/g;

/**
 * A payload as an object; as text where an object would be sent as another: JavaScript puts keys like `"0"` first, keeps
 * one of two equal keys, and writes `1.0` and numbers of more than 15 digits otherwise than they were.
 */
export function payloadCode({ payload = {}, payloadText = "" }: SendWebhook): Code {
  const isSame = tokensOf(JSON.stringify(payload)) === tokensOf(payloadText);
  return isSame ? jsonCode(payload) : textCode(payloadText);
}

/** JSON without spaces, its strings all escaped alike. */
function tokensOf(json: string): string {
  return (json.match(TOKEN) ?? [])
    .map((token) => (token.startsWith('"') ? JSON.stringify(JSON.parse(token)) : token))
    .join("");
}
