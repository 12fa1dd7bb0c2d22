import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Where data and environments of the benchmarks are kept between runs. */
export const CACHE = fileURLToPath(new URL("../../.cache/bench", import.meta.url));

/** A loss as training logs it: noise around a level that wanders. The same numbers every time. */
export function wanderingLoss(count: number): Float64Array {
  const values = new Float64Array(count);
  let state = 12_345;
  let level = 2;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  for (let i = 0; i < count; i++) {
    level += (random() - 0.5) * 0.1 - (level - 2) * 0.0005;
    values[i] = level + (random() + random() + random() - 1.5) * 0.05;
  }
  return values;
}

/** The same with a few values that break running sums: 1e17 and NaN. */
export function withSpikes(values: Float64Array): Float64Array {
  const spiked = values.slice();
  for (let k = 1; k <= 20; k++)
    spiked[Math.floor((k * values.length) / 21)] = k % 2 === 0 ? 1e17 : Number.NaN;
  return spiked;
}

/** `count` values in so many runs of equal length. */
export function evenRuns(count: number, runs: number): Float64Array {
  return Float64Array.from({ length: runs + 1 }, (_, run) => Math.round((run * count) / runs));
}

/** Writes numbers to a file that other programs can map. */
export function save(name: string, values: Float64Array): string {
  mkdirSync(CACHE, { recursive: true });
  const file = path.join(CACHE, name);
  writeFileSync(file, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return file;
}
