import { JsonReader, MAX_DEPTH } from "./json-reader.js";
import { setOwn } from "./own-property.js";

/**
 * What `JSON.parse` can't do for W&B's JSON: reads the bare tokens `NaN`, `Infinity` and `-Infinity`, and
 * keeps integers beyond ±(2^53 − 1) exact as BigInt. Everything else is as in `JSON.parse`, which is
 * tried first because it is much faster.
 *
 * @throws SyntaxError if the text is no JSON even so
 */
export function parseJsonValue(text: string): unknown {
  const value = parseFast(text);
  if (value === undefined || (holdsUnsafeInteger(value) && UNSAFE_INTEGER.test(text))) {
    return new JsonReader(text).document();
  }
  return value;
}

/**
 * The value of a JSON text that may have bare tokens, its large integers rounded; undefined if only
 * a slower way can tell.
 */
export function parseFast(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return parseBareTokens(text);
  }
}

/** A bare token where a value may stand, or inside a text that looks like it. */
const BARE_TOKEN = /([:,[]\s*)(NaN|-?Infinity)(?=\s*[,}\]])/g;
const MARKED: ReadonlyMap<string, number> = new Map([
  ["\0NaN", Number.NaN],
  ["\0Infinity", Number.POSITIVE_INFINITY],
  ["\0-Infinity", Number.NEGATIVE_INFINITY],
]);

/**
 * Makes the tokens strings that begin with a zero character, parses, and makes them numbers. Inside a text,
 * the quote that is put in ends the text and a backslash follows, which is never JSON: no text can be changed
 * unnoticed.
 */
function parseBareTokens(text: string): unknown {
  if (text.includes("\\u0000")) return undefined;
  const marked = text.replace(BARE_TOKEN, '$1"\\u0000$2"');
  if (marked === text) return undefined;
  try {
    return unmark(JSON.parse(marked), 0);
  } catch {
    return undefined;
  }
}

function unmark(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth > MAX_DEPTH) throw new RangeError("too deep");
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = unmarked(value[i], depth);
    return value;
  }
  for (const key in value) {
    const inner = (value as Record<string, unknown>)[key];
    const plain = unmarked(inner, depth);
    if (plain !== inner) setOwn(value as Record<string, unknown>, key, plain);
  }
  return value;
}

function unmarked(value: unknown, depth: number): unknown {
  if (typeof value !== "string") return unmark(value, depth + 1);
  return value.charCodeAt(0) === 0 ? (MARKED.get(value) ?? value) : value;
}

/** Sixteen digits or more that aren't a fraction's: perhaps an integer that a double can't hold. */
const UNSAFE_INTEGER = /(?<![\d.])\d{16}(?!\d*[.eE])/;

/**
 * Whether a parsed value holds integers so large that they may be rounded. Towers of objects count as such,
 * rather than exhaust the stack.
 */
export function holdsUnsafeInteger(value: unknown, depth = 0): boolean {
  if (typeof value === "number") return isUnsafe(value);
  if (typeof value !== "object" || value === null) return false;
  if (depth > MAX_DEPTH) return true;
  if (Array.isArray(value)) {
    // Its indices as keys would be a text each.
    for (let i = 0; i < value.length; i++) if (holdsUnsafeInteger(value[i], depth + 1)) return true;
    return false;
  }
  for (const key in value) {
    const inner = (value as Record<string, unknown>)[key];
    if (typeof inner === "number") {
      if (isUnsafe(inner)) return true;
    } else if (typeof inner === "object" && holdsUnsafeInteger(inner, depth + 1)) return true;
  }
  return false;
}

function isUnsafe(value: number): boolean {
  return (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) && Number.isInteger(value);
}
