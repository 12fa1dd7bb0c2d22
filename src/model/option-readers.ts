/** A rule that an option breaks. */
export class BrokenRule {
  /** Stable name of the rule: the `code` of the issue that is made of it. */
  readonly code: string;
  /** The rule in words, as the beginning of a message: `must be text`. */
  readonly rule: string;

  constructor(code: string, rule: string) {
    this.code = code;
    this.rule = rule;
  }
}

/** Reads one option: gives what it stands for, or the rule it breaks. */
export type ReadOption<T> = (value: unknown) => T | BrokenRule;

/** Takes anything: something else checks it. */
export const anything: ReadOption<unknown> = (value) => value;

/** Text, of which `check` may name a further rule that it breaks by its code. */
export function text(rule: string, check?: (value: string) => string | undefined): ReadOption<string> {
  const notText = new BrokenRule("invalid_type", rule);
  return (value) => {
    if (typeof value !== "string") return notText;
    const code = check?.(value);
    return code === undefined ? value : new BrokenRule(code, rule);
  };
}

/** Text that isn't empty. */
export function someText(rule: string): ReadOption<string> {
  return text(rule, (value) => (value === "" ? "too_small" : undefined));
}

/** A word that `meaning` knows, as what it means. */
export function word<T>(rule: string, meaning: (word: string) => T | undefined): ReadOption<T> {
  const notText = new BrokenRule("invalid_type", rule);
  const notKnown = new BrokenRule("custom", rule);
  return (value) => (typeof value === "string" ? (meaning(value) ?? notKnown) : notText);
}

export function flag(rule: string): ReadOption<boolean> {
  const broken = new BrokenRule("invalid_type", rule);
  return (value) => (typeof value === "boolean" ? value : broken);
}

/** A finite number. */
export function number(rule: string): ReadOption<number> {
  const broken = new BrokenRule("invalid_type", rule);
  return (value) => (Number.isFinite(value) ? (value as number) : broken);
}

/** A finite number above 0. */
export function positive(rule: string): ReadOption<number> {
  const tooSmall = new BrokenRule("too_small", rule);
  const read = number(rule);
  return (value) => {
    const given = read(value);
    return typeof given === "number" && given <= 0 ? tooSmall : given;
  };
}

/** A whole number above 0. */
export function count(rule: string): ReadOption<number> {
  const notWhole = new BrokenRule("invalid_type", rule);
  const tooSmall = new BrokenRule("too_small", rule);
  const tooLarge = new BrokenRule("too_big", rule);
  return (value) => {
    if (!Number.isInteger(value)) return notWhole;
    if ((value as number) <= 0) return tooSmall;
    return (value as number) > Number.MAX_SAFE_INTEGER ? tooLarge : (value as number);
  };
}

/** What `isIt` recognizes. */
export function instance<T>(isIt: (value: unknown) => value is T, rule: string): ReadOption<T> {
  const broken = new BrokenRule("custom", rule);
  return (value) => (isIt(value) ? value : broken);
}

/** May be left out. */
export function optional<T>(read: ReadOption<T>): ReadOption<T | undefined> {
  return (value) => (value === undefined ? undefined : read(value));
}

/** May be left out or null. */
export function nullish<T>(read: ReadOption<T>): ReadOption<T | null | undefined> {
  return (value) => (value === undefined || value === null ? value : read(value));
}
