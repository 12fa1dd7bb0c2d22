/** A number for people: six significant digits, or as many as tell it from `other`. */
export function formatNumber(value: number, other?: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return String(value);
  const short = String(Number(value.toPrecision(6)));
  return other !== undefined && value !== other && short === String(Number(other.toPrecision(6)))
    ? String(value)
    : short;
}
