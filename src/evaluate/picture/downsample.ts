/**
 * The places of a series that a picture of that many columns can show: of each column the first, lowest, highest
 * and last value, the first that isn't finite, and everything in `keep`. A picture of them looks like one of all.
 *
 * @param values what is drawn, any length
 * @param columns how many pixels or characters there are
 * @param keep places that must be shown whatever their neighbours, such as firings
 * @returns rising places, at most 5 per column and those kept
 */
export function downsample(
  values: ArrayLike<number>,
  columns: number,
  keep: readonly number[] = [],
): readonly number[] {
  const { length } = values;
  if (length <= 3 * columns) return Array.from({ length }, (_, i) => i);
  const chosen = new Set(keep);
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * length) / columns);
    const to = Math.floor(((column + 1) * length) / columns);
    let low = -1;
    let high = -1;
    let odd = -1;
    for (let i = from; i < to; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) {
        if (odd < 0) odd = i;
        continue;
      }
      if (low < 0 || value < values[low]!) low = i;
      if (high < 0 || value > values[high]!) high = i;
    }
    for (const i of [from, low, high, odd, to - 1]) if (i >= 0) chosen.add(i);
  }
  return [...chosen].sort((a, b) => a - b);
}

/** At most `count` places spread evenly over `length`, the last included, and those in `keep`. */
export function spread(length: number, count: number, keep: readonly number[] = []): readonly number[] {
  if (length <= count) return Array.from({ length }, (_, i) => i);
  const chosen = new Set(keep);
  for (let k = 0; k < count; k++) chosen.add(Math.round((k * (length - 1)) / (count - 1)));
  return [...chosen].sort((a, b) => a - b);
}
