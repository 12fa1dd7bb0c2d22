/** One of the things that are compared. */
export interface Contestant {
  readonly name: string;
  readonly run: () => unknown;
}

/** Median milliseconds of each, taken in turns so that what disturbs one disturbs all. */
export async function race(contestants: readonly Contestant[], rounds: number): Promise<Map<string, number>> {
  const times = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let round = -2; round < rounds; round++) {
    for (const { name, run } of contestants) {
      const start = performance.now();
      await run();
      // The first rounds warm up.
      if (round >= 0) times.get(name)!.push(performance.now() - start);
    }
  }
  return new Map([...times].map(([name, list]) => [name, median(list)]));
}

export function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

/** Prints a table with its columns lined up. */
export function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((cell, k) => Math.max(cell.length, ...rows.map((row) => row[k]!.length)));
  const line = (row: readonly string[]) =>
    row.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!))).join("  ");
  console.log(`\n${title}\n${line(head)}\n${widths.map((width) => "-".repeat(width)).join("  ")}`);
  for (const row of rows) console.log(line(row));
}

export const millis = (ms: number): string => `${ms < 10 ? ms.toFixed(2) : ms.toFixed(0)} ms`;
export const perSecond = (count: number, ms: number): string => {
  const rate = (count / ms) * 1000;
  return rate >= 1e6 ? `${(rate / 1e6).toFixed(rate < 1e7 ? 1 : 0)} M/s` : `${(rate / 1e3).toFixed(0)} k/s`;
};
export const ratio = (ours: number, theirs: number): string => `${(ours / theirs).toFixed(2)} ×`;
