/** Code that fits on one line, or a group that may be broken into one line for each item. */
export type Code = string | CodeGroup;

/** What stands between brackets. */
interface CodeGroup {
  /** Everything before the items, e.g. `new OnRunMetric({`. */
  readonly open: string;
  readonly items: readonly Code[];
  readonly close: string;
  /** Whether brackets and items are kept apart by spaces on one line, as in `{ a: 1 }`. */
  readonly spaced: boolean;
}

const COLUMNS = 100;
const INDENT = "  ";

/** `new Name({ … })` and other calls with one object, or, with `open` left out, an object. */
export function objectCode(members: readonly (readonly [name: string, value: Code])[], open = ""): Code {
  const items = members.map(([name, value]) => prefixed(`${name}: `, value));
  const close = open.endsWith("(") ? "})" : "}";
  return { open: `${open}{`, items, close, spaced: true };
}

/** `[a, b]`. */
export function listCode(items: readonly Code[]): Code {
  return { open: "[", items, close: "]", spaced: false };
}

/** `name(a, b)`, where `name` may be a chain of calls itself. */
export function callCode(name: string, args: readonly Code[]): Code {
  const [only, ...more] = args;
  // A call of one object is broken inside of the object.
  if (typeof only === "object" && more.length === 0) {
    return { ...only, open: `${name}(${only.open}`, close: `${only.close})` };
  }
  return { open: `${name}(`, items: args, close: ")", spaced: false };
}

/** Code with something before it. */
export function prefixed(prefix: string, code: Code): Code {
  return typeof code === "string" ? prefix + code : { ...code, open: prefix + code.open };
}

/** Code as text in lines of at most 100 columns, as far as its parts allow. */
export function printCode(code: Code, indent = "", after = 0): string {
  if (typeof code === "string") return code;
  const flat = printFlat(code);
  if (code.items.length === 0 || indent.length + flat.length + after <= COLUMNS) return flat;
  const inner = indent + INDENT;
  const lines = code.items.map((item) => `${inner}${printCode(item, inner, 1)},`);
  return `${code.open}\n${lines.join("\n")}\n${indent}${code.close}`;
}

function printFlat(code: Code): string {
  if (typeof code === "string") return code;
  const { open, items, close, spaced } = code;
  const space = spaced && items.length > 0 ? " " : "";
  return `${open}${space}${items.map(printFlat).join(", ")}${space}${close}`;
}
