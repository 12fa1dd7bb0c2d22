/** Powers of ten that are doubles, by their exponents. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * The double that is nearest to a decimal.
 *
 * @param unscaled what Parquet stores: a whole number, or its two's complement with the highest byte first
 * @param scale how many of its digits are behind the point
 */
export function decimalNumber(unscaled: number | bigint | Uint8Array, scale: number): number {
  const whole = typeof unscaled === "object" ? wholeNumber(unscaled) : unscaled;
  const near = Number(whole);
  const power = POWERS[scale];
  // Of two doubles that are exact, the quotient is the nearest one.
  if (power !== undefined && Number.isSafeInteger(near)) return near / power;
  return Number(`${whole}e${-scale}`);
}

/** A number where that is exact, else BigInt. */
function wholeNumber(bytes: Uint8Array): number | bigint {
  const sign = bytes.length > 0 && bytes[0]! >= 128 ? -1 : 0;
  let first = 0;
  while (first < bytes.length && bytes[first] === (sign & 255)) first++;
  let number = sign;
  for (let i = first; i < bytes.length; i++) number = number * 256 + bytes[i]!;
  if (Number.isSafeInteger(number)) return number;
  let exact = BigInt(sign);
  for (let i = first; i < bytes.length; i++) exact = exact * 256n + BigInt(bytes[i]!);
  return exact;
}
