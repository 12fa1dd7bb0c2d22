import type { Dialect } from "../dialect.js";

/**
 * Sums of doubles without rounding, as SQL expressions: Shewchuk's expansions. An expansion is a list of doubles,
 * smallest first, that don't overlap and whose exact sum is the number meant; the last one alone has its sign.
 *
 * They are slow, and only worked out for windows in which rounding could decide.
 */
export class ExactArithmetic {
  readonly #d: Dialect;

  constructor(dialect: Dialect) {
    this.#d = dialect;
  }

  /** The exact sum of a list of finite doubles. */
  sum(list: string): string {
    const d = this.#d;
    const grow = (expansion: string, x: string) =>
      d.fold(expansion, d.list(x), ["s", "p"], (s, p) => {
        const q = d.item(s, -1);
        return d.concat(d.allButLast(s), d.list(sumError(q, p), `${q} + ${p}`));
      });
    return d.fold(list, d.emptyList, ["e", "x"], (e, x) => d.keep(grow(e, x), "c", "c <> 0"));
  }

  /** The double nearest to an expansion; ties to even. */
  nearest(expansion: string): string {
    const d = this.#d;
    const zero = d.double(0);
    // Adds from the greatest on until something is cut off, then keeps what comes next: its sign breaks a tie.
    const parts = d.fold(d.reverse(expansion), d.list(zero, zero, zero), ["s", "p"], (s, p) => {
      const [high, low, rest] = [d.item(s, 1), d.item(s, 2), d.item(s, 3)];
      const added = d.list(`${high} + ${p}`, `${p} - ((${high} + ${p}) - ${high})`, zero);
      return `CASE WHEN ${low} = 0 THEN ${added} WHEN ${rest} = 0 THEN ${d.list(high, low, p)} ELSE ${s} END`;
    });
    const broken = rounded(d.item("t", 1), d.item("t", 2), d.item("t", 3));
    return d.item(d.map(d.list(parts), "t", broken), 1);
  }

  /** A double close to an expansion: off by its last digits at most. */
  near(expansion: string): string {
    const d = this.#d;
    const add = (s: string, p: string) => d.list(`${d.item(s, 1)} + ${p}`);
    return d.item(d.fold(expansion, d.list(d.double(0)), ["s", "p"], add), 1);
  }

  /** The double nearest to `large + small + rest`, where the rest is what is lost of the small one: an expansion. */
  corrected(large: string, small: string, rest: string): string {
    const d = this.#d;
    const sum = `(${large} + ${small})`;
    const left = `CASE WHEN ${d.size(rest)} = 0 THEN ${d.double(0)} ELSE ${d.item(rest, -1)} END`;
    return `CASE WHEN ${small} = 0 THEN ${large} ELSE ${rounded(sum, `(${small} - (${sum} - ${large}))`, left)} END`;
  }

  /** Doubles whose sum is `factor × x`, exactly, for whole factors below 2 ** 26. */
  multiple(x: string, factor: string): string {
    return this.#d.list(`${factor} * ${high(x)}`, `${factor} * ${low(x)}`);
  }

  /** Doubles whose sum is the product of two sums, exactly. `names` are those of the items. */
  product(left: string, right: string, sign: 1 | -1, [a, b]: readonly [string, string]): string {
    const d = this.#d;
    const times = sign > 0 ? "" : "-";
    const four = d.list(
      `${times}${high(a)} * ${high(b)}`,
      `${times}${high(a)} * ${low(b)}`,
      `${times}${low(a)} * ${high(b)}`,
      `${times}${low(a)} * ${low(b)}`,
    );
    return d.flatten(d.map(left, a, d.flatten(d.map(right, b, four))));
  }

  /** Doubles whose sum is that of the squares of a list, exactly. */
  squares(list: string): string {
    const d = this.#d;
    const three = d.list(
      `${high("y")} * ${high("y")}`,
      `2 * ${high("y")} * ${low("y")}`,
      `${low("y")} * ${low("y")}`,
    );
    return d.flatten(d.map(list, "y", three));
  }
}

/** `high`, or its neighbour if `low`, which the rounding cut off, was half of a last digit and `rest` decides the tie. */
function rounded(high: string, low: string, rest: string): string {
  const decides = `${low} <> 0 AND sign(${low}) = sign(${rest}) AND (${high} + 2 * ${low}) - ${high} = 2 * ${low}`;
  return `CASE WHEN ${decides} THEN ${high} + 2 * ${low} ELSE ${high} END`;
}

/** What `a + b` in doubles cuts off, exactly. */
function sumError(a: string, b: string): string {
  const grown = `((${a} + ${b}) - ${a})`;
  return `(${a} - ((${a} + ${b}) - ${grown})) + (${b} - ${grown})`;
}

/** The upper 26 bits of a double, and what remains: products of such halves aren't rounded. */
function high(x: string): string {
  return `(134217729 * ${x} - (134217729 * ${x} - ${x}))`;
}

function low(x: string): string {
  return `(${x} - ${high(x)})`;
}
