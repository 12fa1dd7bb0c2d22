const bitLength = (n: bigint): number => {
  const hex = n.toString(16);
  return hex.length * 4 - Math.clz32(Number.parseInt(hex[0] ?? "0", 16)) + 28;
};

/** The double nearest to `numerator / denominator × 2 ** exponent`, ties to even, as IEEE rounds. `denominator` is positive. */
export function roundRatio(numerator: bigint, denominator: bigint, exponent: number): number {
  if (numerator === 0n) return 0;
  const magnitude = numerator < 0n ? -numerator : numerator;
  const size = bitLength(magnitude) - bitLength(denominator) + exponent;
  // The last bit of a 53-bit result, or of a subnormal one; one lower than needed at worst.
  let unit = Math.max(size - 53, -1074);
  let rounded = divide(magnitude, denominator, exponent - unit);
  if (rounded > 1n << 53n) {
    unit += 1;
    rounded = divide(magnitude, denominator, exponent - unit);
  }
  const result = scale(Number(rounded), unit);
  return numerator < 0n ? -result : result;
}

/** `n × 2 ** shift / d`, rounded to an integer, ties to even. */
function divide(n: bigint, d: bigint, shift: number): bigint {
  const top = shift > 0 ? n << BigInt(shift) : n;
  const bottom = shift < 0 ? d << BigInt(-shift) : d;
  const quotient = top / bottom;
  const twiceRest = (top - quotient * bottom) * 2n;
  const up = twiceRest > bottom || (twiceRest === bottom && (quotient & 1n) === 1n);
  return up ? quotient + 1n : quotient;
}

function scale(n: number, exponent: number): number {
  return exponent > 1023 ? Number.POSITIVE_INFINITY : n * 2 ** exponent;
}

/** The double nearest to `sqrt(square) / divisor × 2 ** exponent`. `square` isn't negative, `divisor` positive. */
export function roundRoot(square: bigint, divisor: bigint, exponent: number): number {
  if (square === 0n) return 0;
  // So many more bits that every point at which rounding turns is a whole number of the root's units: then the
  // integer below the true root, marked as inexact, rounds as the true root does.
  const size = (bitLength(square) >> 1) - bitLength(divisor) + exponent;
  const extra = BigInt(Math.max(0, exponent + 2 - Math.max(size - 56, -1076)));
  const widened = square << (2n * extra);
  const root = integerRoot(widened);
  const sticky = root * root === widened ? 0n : 1n;
  return roundRatio(2n * root + sticky, divisor, exponent - Number(extra) - 1);
}

/** The largest integer whose square isn't above `n`. */
function integerRoot(n: bigint): bigint {
  let guess = 1n << BigInt((bitLength(n) + 1) >> 1);
  for (;;) {
    const next = (guess + n / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}
