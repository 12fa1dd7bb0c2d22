import * as z from "zod/mini";
import { closestWord } from "./closest-word.js";

/** Between the messages of several unknown keys, which zod reports as one issue. */
const SEPARATOR = "\n";

/** What other tools, the wire and Python call some keys. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  name: "displayName",
  values: "series",
  file: "history",
  files: "history",
  input_series: "series",
  inputseries: "series",
  automations: "automation",
  alert: "automation",
  alertname: "automation",
  expected: "expect",
  expects: "expect",
  reason: "because",
  time: "at",
  eval_time: "at",
  timestamp: "at",
  value: "compared",
  count: "times",
  payload: "body",
  json: "body",
  webhook: "body",
};

/**
 * An object of just these keys. Any other is refused, each with the key that was probably meant.
 *
 * @param meant other spellings of keys: what is written → what is meant.
 */
export function strictObject<Shape extends z.core.$ZodLooseShape>(shape: Shape, what: string) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? (issue.keys as string[]).map((key) => unknownKey(key, known, what)).join(SEPARATOR)
        : `must be ${what}: an object with ${known.join(", ")}`,
  });
}

/** The messages of an `unrecognized_keys` issue, in the order of its keys. */
export function unknownKeyMessages(message: string): readonly string[] {
  return message.split(SEPARATOR);
}

function unknownKey(key: string, known: readonly string[], what: string): string {
  const other = Object.hasOwn(OTHER_NAMES, key.toLowerCase()) ? OTHER_NAMES[key.toLowerCase()]! : "";
  const meant = closestWord(key, known) ?? (known.includes(other) ? other : undefined);
  const advice = meant === undefined ? `there are ${known.join(", ")}` : `did you mean ${meant}?`;
  return `isn't a key of ${what}; ${advice}`;
}
