import { isPlainObject } from "./plain-object.js";

const LONGEST_TEXT = 80;
const MOST_ITEMS = 8;
const DEEPEST = 3;

/** Names of properties that hold secrets, or may: `webhookUrl`, `urlEndpoint`, `payload`, `access_token`. */
const SECRET_NAME = /url|endpoint|token|secret|password|credential|authorization|api_?key|payload/i;
/** Scheme, login, host and the rest of a URL: its path is often what keeps strangers out. */
const URL_IN_TEXT = /([a-z][a-z\d+.-]*:\/\/)(?:[^\s/?#"'<>@]*@)?([^\s/?#"'<>]*)([^\s"'<>]*)/gi;
/** W&B keys, tokens of GitHub and Slack, JWTs: what ends up in the wrong option by mistake. */
const TOKEN_IN_TEXT = /[\da-f]{40,}|gh[a-z]_\w{16,}|xox[a-z]-[\w-]+|eyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** Whether the value of a property of that name must not be shown. */
export function isSecretName(name: PropertyKey): boolean {
  return typeof name === "string" && SECRET_NAME.test(name);
}

/** A value as it may be shown in a message: short, on one line, without the secrets it holds. */
export function describeValue(value: unknown): string {
  if (value === undefined) return "nothing";
  try {
    return describe(value, DEEPEST);
  } catch {
    // A getter or a proxy that throws is no reason to lose the message.
    return "an object that can't be read";
  }
}

/** What sort of thing a value is, where the value itself must not be shown. */
export function describeKind(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (typeof value === "string") return "text that isn't shown";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return isPlainObject(value) ? "an object" : instance(value);
  return `a ${typeof value}`;
}

function describe(value: unknown, depth: number): string {
  if (typeof value === "string") return quote(value);
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) {
    if (depth === 0 && value.length > 0) return "[…]";
    const items = value.slice(0, MOST_ITEMS).map((item) => describe(item, depth - 1));
    return `[${withRest(items, value.length)}]`;
  }
  if (!isPlainObject(value)) return instance(value);
  const keys = Object.keys(value);
  if (depth === 0 && keys.length > 0) return "{…}";
  const members = keys.slice(0, MOST_ITEMS).map((key) => {
    const shown = isSecretName(key) ? "[redacted]" : describe(value[key], depth - 1);
    return `${quote(key)}:${shown}`;
  });
  return `{${withRest(members, keys.length)}}`;
}

function withRest(shown: readonly string[], total: number): string {
  return (total > shown.length ? [...shown, `… ${total - shown.length} more`] : shown).join(",");
}

function quote(text: string): string {
  // Of a very long text no more is searched than could be shown.
  const start = text
    .slice(0, 4 * LONGEST_TEXT)
    .replace(URL_IN_TEXT, (_, scheme, host, rest) => {
      return `${scheme}${host}${rest === "" || rest === "/" ? rest : "/…"}`;
    })
    .replace(TOKEN_IN_TEXT, "[redacted]");
  if (start.length <= LONGEST_TEXT && text.length <= 4 * LONGEST_TEXT) return JSON.stringify(start);
  return `${JSON.stringify(start.slice(0, LONGEST_TEXT))}… (${text.length} characters)`;
}

function instance(value: object): string {
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  if (typeof name !== "string" || name === "") return "an object";
  return `${/^(?:[AEIO]|Un)/.test(name) ? "an" : "a"} ${name}`;
}
