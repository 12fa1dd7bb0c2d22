import { isJsonObject, type JsonValue } from "../../wire/json.js";
import { type Code, listCode, objectCode } from "./code.js";

/** What looks like nothing or like something else in an editor: controls, invisible letters, changes of direction. */
const UNSEEN = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** Text as a string in code, whatever it holds. */
export function textCode(text: string): string {
  return JSON.stringify(text).replace(
    UNSEEN,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The name of a member of an object. */
export function memberCode(name: string): string {
  // Written plainly, this one would be the object's prototype.
  if (name === "__proto__") return '["__proto__"]';
  return IDENTIFIER.test(name) ? name : textCode(name);
}

/** A JSON value as code. */
export function jsonCode(value: JsonValue): Code {
  if (typeof value === "string") return textCode(value);
  if (Array.isArray(value)) return listCode(value.map(jsonCode));
  if (!isJsonObject(value)) return JSON.stringify(value);
  return objectCode(Object.entries(value).map(([name, inner]) => [memberCode(name), jsonCode(inner)]));
}
