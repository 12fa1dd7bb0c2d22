import { foldings } from "./case-foldings.js";

export type Range = readonly [from: number, to: number];

/** A pattern as far as it matters whether it is found, and not what its groups hold. */
export type PatternNode =
  | { readonly kind: "sequence" | "choice"; readonly parts: readonly PatternNode[] }
  | { readonly kind: "set"; readonly ranges: readonly Range[]; readonly negated: boolean }
  | { readonly kind: "start" | "end"; readonly lines: boolean }
  | { readonly kind: "boundary"; readonly negated: boolean }
  | {
      readonly kind: "repeat";
      readonly part: PatternNode;
      readonly least: number;
      readonly most: number | undefined;
    };

/** Says what in the pattern isn't supported; never returns. */
export type Refuse = (what: string) => never;

interface Flags {
  readonly anyCase: boolean;
  readonly lines: boolean;
  readonly dotAll: boolean;
}

const DIGIT: readonly Range[] = [[0x30, 0x39]];
const SPACE: readonly Range[] = [
  [9, 10],
  [12, 13],
  [32, 32],
];
const UPPER: readonly Range[] = [[0x41, 0x5a]];
const LOWER: readonly Range[] = [[0x61, 0x7a]];
const WORD: readonly Range[] = [...DIGIT, ...UPPER, [0x5f, 0x5f], ...LOWER];

const PERL: Readonly<Record<string, readonly Range[]>> = { d: DIGIT, s: SPACE, w: WORD };
const POSIX: Readonly<Record<string, readonly Range[]>> = {
  alnum: [...DIGIT, ...UPPER, ...LOWER],
  alpha: [...UPPER, ...LOWER],
  ascii: [[0, 0x7f]],
  blank: [
    [9, 9],
    [32, 32],
  ],
  cntrl: [
    [0, 0x1f],
    [0x7f, 0x7f],
  ],
  digit: DIGIT,
  graph: [[0x21, 0x7e]],
  lower: LOWER,
  print: [[0x20, 0x7e]],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  space: [
    [9, 13],
    [32, 32],
  ],
  upper: UPPER,
  word: WORD,
  xdigit: [...DIGIT, [0x41, 0x46], [0x61, 0x66]],
};
const CONTROL: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };
const LAST = 0x10ffff;
/** Classes are gone through character by character where case doesn't count. */
const MOST_FOLDED = 256;

/** Reads a pattern that RE2 has accepted. */
export function parsePattern(pattern: string, refuse: Refuse): PatternNode {
  return new PatternParser(pattern, refuse).parse();
}

class PatternParser {
  readonly #text: string;
  readonly #refuse: Refuse;
  #at = 0;

  constructor(text: string, refuse: Refuse) {
    this.#text = text;
    this.#refuse = refuse;
  }

  parse(): PatternNode {
    const node = this.#choice({ anyCase: false, lines: false, dotAll: false });
    if (this.#at < this.#text.length) this.#refuse(`what stands at character ${this.#at}`);
    return node;
  }

  /** Alternatives up to a closing bracket or the end. Flags set inside hold to there, across bars. */
  #choice(given: Flags): PatternNode {
    let flags = given;
    let sequence: PatternNode[] = [];
    const parts: PatternNode[][] = [sequence];
    while (this.#at < this.#text.length && this.#peek() !== ")") {
      if (this.#take("|")) {
        sequence = [];
        parts.push(sequence);
        continue;
      }
      const set = this.#flags(flags);
      if (set !== undefined) {
        flags = set;
        continue;
      }
      if (this.#take("\\Q")) {
        for (const char of this.#quoted()) sequence.push(this.#repeats(literal(char, flags)));
        continue;
      }
      sequence.push(this.#repeats(this.#atom(flags)));
    }
    return choiceOf(parts.map((list) => ({ kind: "sequence", parts: list })));
  }

  /** `(?flags)`, which holds for the rest of the group. */
  #flags(flags: Flags): Flags | undefined {
    const found = /^\(\?([imsU]*)(-[imsU]+)?\)/.exec(this.#rest());
    if (found === null) return undefined;
    this.#at += found[0].length;
    return withFlags(flags, found[1] ?? "", found[2] ?? "");
  }

  #quoted(): string[] {
    const end = this.#text.indexOf("\\E", this.#at);
    const text = this.#text.slice(this.#at, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#text.length : end + 2;
    return [...text];
  }

  #atom(flags: Flags): PatternNode {
    if (this.#take("(")) return this.#group(flags);
    if (this.#take("[")) return this.#class(flags);
    if (this.#take("^")) return { kind: "start", lines: flags.lines };
    if (this.#take("$")) return { kind: "end", lines: flags.lines };
    if (this.#take(".")) return { kind: "set", ranges: flags.dotAll ? [] : [[10, 10]], negated: true };
    if (this.#take("\\")) return this.#escape(flags);
    return literal(this.#char(), flags);
  }

  #group(flags: Flags): PatternNode {
    const head = /^\?(?:P?<\w+>|([imsU]*)(-[imsU]+)?:)/.exec(this.#rest());
    if (head !== null) this.#at += head[0].length;
    else if (this.#peek() === "?") this.#refuse("the group that starts with (?");
    const inner = this.#choice(withFlags(flags, head?.[1] ?? "", head?.[2] ?? ""));
    this.#take(")");
    return inner;
  }

  #escape(flags: Flags): PatternNode {
    if (this.#take("A")) return { kind: "start", lines: false };
    if (this.#take("z")) return { kind: "end", lines: false };
    if (this.#take("b")) return { kind: "boundary", negated: false };
    if (this.#take("B")) return { kind: "boundary", negated: true };
    const perl = this.#perl();
    if (perl !== undefined) return this.#set(perl.ranges, perl.negated, flags);
    return literal(String.fromCodePoint(this.#escaped()), flags);
  }

  #perl(): { ranges: readonly Range[]; negated: boolean } | undefined {
    const name = this.#peek();
    const ranges = PERL[name.toLowerCase()];
    if (ranges === undefined) return undefined;
    this.#at++;
    return { ranges, negated: name !== name.toLowerCase() };
  }

  /** The character that stands after a backslash. */
  #escaped(): number {
    const hex = /^x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))/.exec(this.#rest());
    const found = hex ?? /^(0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(this.#rest());
    if (found !== null) {
      this.#at += found[0].length;
      return hex ? Number.parseInt(hex[1] ?? hex[2]!, 16) : Number.parseInt(found[0], 8);
    }
    const char = this.#char();
    if (Object.hasOwn(CONTROL, char)) return CONTROL[char]!;
    if (char === "p" || char === "P") this.#refuse(`the Unicode class \\${char}, whose tables differ`);
    if (/^[0-9A-Za-z]$/.test(char)) this.#refuse(`\\${char}`);
    return char.codePointAt(0)!;
  }

  #class(flags: Flags): PatternNode {
    const negated = this.#take("^");
    const ranges: Range[] = [];
    for (let first = true; first || this.#peek() !== "]"; first = false) {
      const posix = /^\[:(\^?)(\w+):\]/.exec(this.#rest());
      if (posix !== null && POSIX[posix[2]!] !== undefined) {
        this.#at += posix[0].length;
        ranges.push(...this.#inside(POSIX[posix[2]!]!, posix[1] === "^", flags));
        continue;
      }
      if (this.#peek() === "\\") {
        this.#at++;
        const perl = this.#perl();
        if (perl !== undefined) {
          ranges.push(...this.#inside(perl.ranges, perl.negated, flags));
          continue;
        }
        this.#at--;
      }
      const from = this.#classChar();
      const isRange = this.#peek() === "-" && this.#text[this.#at + 1] !== "]";
      if (isRange) this.#at++;
      ranges.push([from, isRange ? this.#classChar() : from]);
    }
    this.#take("]");
    return this.#set(ranges, negated, flags);
  }

  /** A class inside a class. */
  #inside(ranges: readonly Range[], negated: boolean, flags: Flags): readonly Range[] {
    return negated ? complement(flags.anyCase ? this.#folded(ranges) : ranges) : ranges;
  }

  #classChar(): number {
    return this.#take("\\") ? this.#escaped() : this.#char().codePointAt(0)!;
  }

  #set(ranges: readonly Range[], negated: boolean, { anyCase }: Flags): PatternNode {
    return { kind: "set", ranges: anyCase ? this.#folded(ranges) : ranges, negated };
  }

  #folded(ranges: readonly Range[]): readonly Range[] {
    const size = ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
    if (size > MOST_FOLDED) this.#refuse(`a class of ${size} characters where case doesn't count`);
    return ranges.flatMap(([from, to]) =>
      Array.from({ length: to - from + 1 }, (_, i) => foldings(from + i)).flatMap(single),
    );
  }

  /** What follows an atom: how often it comes. Whether few or many are tried first doesn't matter. */
  #repeats(atom: PatternNode): PatternNode {
    let node = atom;
    for (;;) {
      const found = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(this.#rest());
      if (found === null) return node;
      this.#at += found[0].length;
      const [text, least, comma, most] = found;
      const bounds: readonly [number, number | undefined] =
        least !== undefined
          ? [Number(least), comma === "" ? Number(least) : most === "" ? undefined : Number(most)]
          : text.startsWith("?")
            ? [0, 1]
            : [text.startsWith("+") ? 1 : 0, undefined];
      node = { kind: "repeat", part: node, least: bounds[0], most: bounds[1] };
    }
  }

  #rest(): string {
    return this.#text.slice(this.#at);
  }

  #peek(): string {
    return this.#text[this.#at] ?? "";
  }

  #char(): string {
    const char = String.fromCodePoint(this.#text.codePointAt(this.#at)!);
    this.#at += char.length;
    return char;
  }

  #take(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }
}

function withFlags(flags: Flags, set: string, cleared: string): Flags {
  const now = (flag: string, before: boolean) =>
    cleared.includes(flag) ? false : set.includes(flag) ? true : before;
  return { anyCase: now("i", flags.anyCase), lines: now("m", flags.lines), dotAll: now("s", flags.dotAll) };
}

const single = (points: readonly number[]): readonly Range[] => points.map((point) => [point, point]);

function literal(char: string, { anyCase }: Flags): PatternNode {
  const point = char.codePointAt(0)!;
  return { kind: "set", ranges: anyCase ? single(foldings(point)) : [[point, point]], negated: false };
}

/** Alternatives that are one character each are a set of characters. */
function choiceOf(parts: readonly PatternNode[]): PatternNode {
  if (parts.length === 1) return parts[0]!;
  const ranges: Range[] = [];
  for (const part of parts) {
    const only = part.kind === "sequence" && part.parts.length === 1 ? part.parts[0]! : part;
    if (only.kind !== "set" || only.negated) return { kind: "choice", parts };
    ranges.push(...only.ranges);
  }
  return { kind: "set", ranges, negated: false };
}

function complement(ranges: readonly Range[]): Range[] {
  const left: Range[] = [];
  let next = 0;
  for (const [from, to] of ranges.toSorted(([a], [b]) => a - b)) {
    if (from > next) left.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  if (next <= LAST) left.push([next, LAST]);
  return left;
}
