import type { Columns } from "./columns.js";

/** Columns without the NaNs, and where each value was. */
export function withoutNaN(
  columns: Columns,
  offsets: ArrayLike<number>,
): { columns: Columns; offsets: number[]; places: Float64Array } {
  const { values, steps, timestamps } = columns;
  let count = 0;
  for (const value of values) if (!Number.isNaN(value)) count++;
  const kept = new Float64Array(count);
  const places = new Float64Array(count);
  const newOffsets = [0];
  let next = 0;
  for (let run = 1; run < offsets.length; run++) {
    for (let at = offsets[run - 1]!; at < offsets[run]!; at++) {
      if (Number.isNaN(values[at])) continue;
      kept[next] = values[at]!;
      places[next++] = at;
    }
    newOffsets.push(next);
  }
  const pick = (list: ArrayLike<number>) => Float64Array.from(places, (at) => list[at]!);
  return {
    columns: {
      values: kept,
      ...(steps === undefined ? {} : { steps: pick(steps) }),
      ...(timestamps === undefined ? {} : { timestamps: pick(timestamps) }),
    },
    offsets: newOffsets,
    places,
  };
}
