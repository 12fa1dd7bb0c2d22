/** Words that can't be names in a module, and names that would hide what every program has. */
const RESERVED = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null package private protected " +
    "public return static super switch this throw true try typeof undefined var void while with yield Infinity NaN " +
    "Array Boolean Date Error Map Number Object Promise RegExp Set String Symbol globalThis console process module " +
    "exports require"
  ).split(" "),
);
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
const LONGEST = 50;

/** Names in a file: each is given once. */
export class Identifiers {
  readonly #taken: Set<string>;

  /** @param taken names that are something else in the file. */
  constructor(taken: Iterable<string>) {
    this.#taken = new Set([...RESERVED, ...taken]);
  }

  /** A name made of text: `accuracy-alert` is `accuracyAlert`, where that is taken `accuracyAlert2`. */
  make(text: string, otherwise: string): string {
    const words = text.normalize("NFKD").match(/[A-Za-z0-9]+/g) ?? [];
    const joined = words.map((word, i) => (i === 0 ? lowerFirst(word) : upperFirst(word))).join("");
    const base = joined.slice(0, LONGEST) || otherwise;
    return this.#keep(/^\d/.test(base) ? `${otherwise}${base}` : base);
  }

  /** Exactly this name, if it is one and is free. */
  exactly(name: string): string | undefined {
    return IDENTIFIER.test(name) && !this.#taken.has(name) ? this.#keep(name) : undefined;
  }

  #keep(base: string): string {
    let name = base;
    for (let i = 2; this.#taken.has(name); i += 1) name = `${base}${/\d$/.test(base) ? "_" : ""}${i}`;
    this.#taken.add(name);
    return name;
  }
}

/** `URLCheck` is `urlCheck`, `LOSS` is `loss`. */
function lowerFirst(word: string): string {
  return word.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (start) => start.toLowerCase());
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
