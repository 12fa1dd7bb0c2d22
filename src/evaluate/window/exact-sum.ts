const FLOAT = new Float64Array(1);
const WORDS = new Uint32Array(FLOAT.buffer);
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** `x` is `significand(x) × 2 ** exponentOf(x)`, exactly. For finite numbers. */
export function significand(x: number): bigint {
  FLOAT[0] = x;
  const high = WORDS[HIGH]!;
  const fraction = (BigInt(high & 0xfffff) << 32n) | BigInt(WORDS[1 - HIGH]!);
  const magnitude = (high & 0x7ff00000) === 0 ? fraction : fraction | (1n << 52n);
  return high >>> 31 ? -magnitude : magnitude;
}

export function exponentOf(x: number): number {
  FLOAT[0] = x;
  const biased = (WORDS[HIGH]! >>> 20) & 0x7ff;
  return (biased === 0 ? 1 : biased) - 1075;
}

/**
 * A sum of finite numbers, or of their squares, without any rounding: what leaves a window leaves no trace.
 * The sum is `total × 2 ** exponent`.
 */
export class ExactSum {
  total = 0n;
  exponent = 0;

  /** Adds `x`; takes it away with sign −1. */
  add(x: number, sign: 1 | -1 = 1): void {
    if (x !== 0) this.#add(sign > 0 ? significand(x) : -significand(x), exponentOf(x));
  }

  /** Adds the square of `x`; takes it away with sign −1. */
  addSquare(x: number, sign: 1 | -1 = 1): void {
    if (x === 0) return;
    const root = significand(x);
    this.#add(sign > 0 ? root * root : -root * root, 2 * exponentOf(x));
  }

  /** The total in units of `2 ** exponent`, which must not be above the sum's own. */
  inUnitsOf(exponent: number): bigint {
    return this.total << BigInt(this.exponent - exponent);
  }

  #add(amount: bigint, exponent: number): void {
    if (this.total === 0n) {
      this.total = amount;
      this.exponent = exponent;
    } else if (exponent >= this.exponent) {
      this.total += amount << BigInt(exponent - this.exponent);
    } else {
      this.total = (this.total << BigInt(this.exponent - exponent)) + amount;
      this.exponent = exponent;
    }
  }
}
