/**
 * A JSON number's text as a number, or as BigInt if it is an integer that a number can't hold exactly.
 * Text that is no number gives NaN.
 */
export function parseNumber(text: string): number | bigint {
  const value = Number(text);
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return value;
  return /^-?\d+$/.test(text) ? BigInt(text) : value;
}
