import type { ValidationIssue } from "../errors/index.js";
import { type JsonObject, parseMaybeJson } from "../wire/json.js";
import { describeKind } from "./describe-value.js";
import { readJson } from "./json-input.js";
import { isPlainObject } from "./plain-object.js";

/** A payload, or what is wrong with what was given as one. */
export interface PayloadInput {
  readonly payload: JsonObject | undefined;
  readonly issues: readonly ValidationIssue[];
}

/** Reads a webhook's payload. Payloads may hold tokens, so what was given is named by its kind and never shown. */
export function readPayload(given: unknown): PayloadInput {
  if (given === undefined || given === null) return { payload: undefined, issues: [] };
  const value = parseMaybeJson(given);
  if (!isPlainObject(value)) {
    const kind = typeof given !== "string" ? describeKind(value) : textKind(value);
    const message = `must be a JSON object, or the text of one, got ${kind}`;
    return { payload: undefined, issues: [{ code: "invalid_payload", path: ["payload"], message }] };
  }
  const read = readJson(value, ["payload"]);
  return "issues" in read
    ? { payload: undefined, issues: read.issues }
    : { payload: read.value as JsonObject, issues: [] };
}

function textKind(parsed: unknown): string {
  return parsed === undefined ? "text that isn't JSON" : `the text of ${describeKind(parsed)}`;
}
