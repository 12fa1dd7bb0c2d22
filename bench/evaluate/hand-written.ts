import type { ConditionName } from "./conditions.js";

/** What a loop found: how often the condition held, the places if they were asked for, and the first one in each run. */
export interface Found {
  readonly count: number;
  readonly places: readonly number[];
  readonly first: readonly number[];
}

type Loop = (values: Float64Array, start: number, end: number, places: number[] | undefined) => number;

/** How one would write it in an afternoon: running sums, no care for what they lose. */
const LOOPS: Readonly<Record<ConditionName, Loop>> = {
  "average of 5": (values, start, end, places) => {
    let sum = 0;
    let count = 0;
    for (let i = start; i < Math.min(end, start + 4); i++) sum += values[i]!;
    for (let i = start + 4; i < end; i++) {
      sum += values[i]!;
      if (sum / 5 > 3.4) {
        count++;
        places?.push(i);
      }
      sum -= values[i - 4]!;
    }
    return count;
  },
  "change 10/50": (values, start, end, places) => {
    let current = 0;
    let prior = 0;
    let count = 0;
    for (let i = start; i < Math.min(end, start + 50); i++) prior += values[i]!;
    for (let i = start + 50; i < Math.min(end, start + 59); i++) current += values[i]!;
    for (let i = start + 59; i < end; i++) {
      current += values[i]!;
      const before = prior / 50;
      if (Math.abs(current / 10 - before) / Math.abs(before) >= 0.55) {
        count++;
        places?.push(i);
      }
      const moved = values[i - 9]!;
      current -= moved;
      prior += moved - values[i - 59]!;
    }
    return count;
  },
  "z-score 30": (values, start, end, places) => {
    let sum = 0;
    let squares = 0;
    let count = 0;
    for (let i = start; i < Math.min(end, start + 30); i++) {
      sum += values[i]!;
      squares += values[i]! * values[i]!;
    }
    for (let i = start + 30; i < end; i++) {
      const value = values[i]!;
      const mean = sum / 30;
      const distance = value - mean;
      // Without the root: |z| >= t where z² >= t².
      if (distance * distance >= 4.2 * 4.2 * (squares / 30 - mean * mean)) {
        count++;
        places?.push(i);
      }
      const left = values[i - 30]!;
      sum += value - left;
      squares += value * value - left * left;
    }
    return count;
  },
};

/** Runs the loop over every run. */
export function handWritten(
  name: ConditionName,
  values: Float64Array,
  offsets: ArrayLike<number>,
  keepPlaces: boolean,
): Found {
  const loop = LOOPS[name];
  const places: number[] = [];
  const first: number[] = [];
  let count = 0;
  for (let run = 0; run + 1 < offsets.length; run++) {
    const before = places.length;
    count += loop(values, offsets[run]!, offsets[run + 1]!, keepPlaces ? places : undefined);
    if (places.length > before) first.push(places[before]!);
  }
  return { count, places, first };
}
