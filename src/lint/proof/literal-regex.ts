/** What is certain about the texts that a pattern matches, as far as a look at it can tell. */
export interface RegexFacts {
  /** Every match stands in a text that starts with this. */
  readonly prefix?: string;
  /** Every match stands in a text that ends with this. */
  readonly suffix?: string;
  /** It matches exactly the texts that contain this. */
  readonly contained?: string;
  /** It matches this text and no other. */
  readonly whole?: string;
  /** It matches nothing: something has to come before the start or after the end. */
  readonly never?: true;
}

const META = /[\\^$.|?*+()[\]{}]/;

/**
 * Reads the literal parts of an RE2 pattern. Patterns with alternatives, groups or classes say nothing beyond the
 * literal text that they begin with.
 */
export function regexFacts(pattern: string): RegexFacts {
  if (/\||\(\?|\\Q/.test(pattern)) return {};
  if (isNever(pattern)) return { never: true };
  const anchored = pattern.startsWith("^");
  const { text, rest } = literalStart(anchored ? pattern.slice(1) : pattern);
  if (rest === "") return anchored ? { prefix: text } : { contained: text };
  if (rest === "$") return anchored ? { whole: text, prefix: text, suffix: text } : { suffix: text };
  return anchored && text !== "" ? { prefix: text } : {};
}

/** A class, an escape or another character, and how often it may come. */
const TOKEN =
  /(\[\^?\]?(?:\\.|[^\]\\])*\]|\\[pP](?:\{[^}]*\}|.)|\\x(?:\{[^}]*\}|[\da-fA-F]{2})|\\\d{1,3}|\\.|.)([*+?]|\{\d+(?:,\d*)?\})?\??/gsu;

/** Looks for a character that must come before `^`, or after `$`. Gives up at groups and at `[:alpha:]`. */
function isNever(pattern: string): boolean {
  if (/[()]|\[:/.test(pattern)) return false;
  let consumed = false;
  let ended = false;
  for (const [, token = "", times = ""] of pattern.matchAll(TOKEN)) {
    const optional = /^([*?]|\{0)/.test(times);
    if (token === "^" && consumed && !optional) return true;
    if (token === "$" && !optional) ended = true;
    if (optional || token === "^" || token === "$" || /^\\[AzbB]$/.test(token)) continue;
    if (ended) return true;
    consumed = true;
  }
  return false;
}

/** The characters that stand for themselves, and what comes after them. */
function literalStart(pattern: string): { readonly text: string; readonly rest: string } {
  let text = "";
  let at = 0;
  for (;;) {
    const [raw, char] = literalAt(pattern, at);
    // A quantifier behind a character takes it back: `ab*` starts with `a` alone.
    if (raw === undefined || /^[*?{]/.test(pattern.slice(at + raw.length))) break;
    text += char;
    at += raw.length;
    if (pattern[at] === "+") break;
  }
  return { text, rest: pattern.slice(at) };
}

/** One literal character, whole, and how it is written; `\.` and its like are escaped ones. */
function literalAt(pattern: string, at: number): readonly [raw: string, char: string] | readonly [] {
  const char = pattern.codePointAt(at);
  if (char === undefined) return [];
  const one = String.fromCodePoint(char);
  if (!META.test(one)) return [one, one];
  const next = pattern[at + 1];
  return one === "\\" && next !== undefined && /[^\w\s]/.test(next) && next < "\u0080"
    ? [one + next, next]
    : [];
}
