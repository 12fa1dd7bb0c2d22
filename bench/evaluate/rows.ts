import { dryRun } from "wandb-automations/evaluate";
import { averageAbove, averageChanges, standsOut } from "./conditions.js";
import { wanderingLoss } from "./data.js";
import { millis, perSecond, race, ratio, table } from "./measure.js";

interface Row {
  readonly _step: number;
  readonly _timestamp: number;
  readonly [metric: string]: number;
}

const AUTOMATIONS = [
  averageAbove("train/loss", 5, 3.4),
  averageChanges("train/loss", 10, 50, 0.55),
  standsOut("accuracy", 30, 8),
];

/** The last so many values, their sum and the sum of their squares. */
class Ring {
  readonly #values: Float64Array;
  count = 0;
  sum = 0;
  squares = 0;

  constructor(size: number) {
    this.#values = new Float64Array(size);
  }

  get full(): boolean {
    return this.count >= this.#values.length;
  }

  /** Gives the value that leaves. */
  push(value: number): number {
    const at = this.count++ % this.#values.length;
    const left = this.#values[at]!;
    this.#values[at] = value;
    this.sum += value - left;
    this.squares += value * value - left * left;
    return left;
  }
}

/** The three conditions as one would write them by hand. Returns the first step at which each holds. */
function handWritten(rows: Iterable<Row>): number[] {
  const last5 = new Ring(5);
  const last10 = new Ring(10);
  const before = new Ring(50);
  const baseline = new Ring(30);
  const first = [-1, -1, -1];
  const held = (k: number, step: number) => {
    if (first[k] === -1) first[k] = step;
  };
  for (const row of rows) {
    const loss = row["train/loss"];
    if (typeof loss === "number") {
      last5.push(loss);
      if (last5.full && last5.sum / 5 > 3.4) held(0, row._step);
      const moves = last10.full;
      const moved = last10.push(loss);
      if (moves) before.push(moved);
      const prior = before.sum / 50;
      if (before.full && Math.abs(last10.sum / 10 - prior) / Math.abs(prior) >= 0.55) held(1, row._step);
    }
    const accuracy = row.accuracy;
    if (typeof accuracy === "number") {
      if (baseline.full) {
        const mean = baseline.sum / 30;
        const deviation = Math.sqrt(baseline.squares / 30 - mean * mean);
        if (Math.abs((accuracy - mean) / deviation) >= 8) held(2, row._step);
      }
      baseline.push(accuracy);
    }
  }
  return first;
}

function* generator(rows: readonly Row[]) {
  for (const row of rows) yield row;
}

async function* asyncGenerator(rows: readonly Row[]) {
  for (const row of rows) yield row;
}

async function awaitOnly(rows: AsyncIterable<Row>): Promise<number> {
  let count = 0;
  for await (const _ of rows) count++;
  return count;
}

/** Three automations over rows: an array, a generator and an async generator. */
export async function benchRows(count: number, rounds: number): Promise<void> {
  const loss = wanderingLoss(2 * count);
  const rows = Array.from({ length: count }, (_, i) => ({
    _step: i,
    _timestamp: 1.8e9 + i / 2,
    _runtime: i / 2,
    epoch: i >> 10,
    "train/loss": loss[i]!,
    accuracy: 1 / loss[count + i]!,
  }));
  const run = { id: "r1", entity: "acme", project: "vision" };
  const { firings } = await dryRun(AUTOMATIONS, { run, rows });
  const found = AUTOMATIONS.map(
    (_, k) => firings.find(({ automation }) => automation.index === k)?.step ?? -1,
  );
  const expected = handWritten(rows);
  if (found.join() !== expected.join())
    throw new Error(`rows: fired first at ${found}, expected ${expected}`);

  const times = await race(
    [
      { name: "array by hand", run: () => handWritten(rows) },
      { name: "array", run: () => dryRun(AUTOMATIONS, { run, rows }) },
      { name: "generator by hand", run: () => handWritten(generator(rows)) },
      { name: "generator", run: () => dryRun(AUTOMATIONS, { run, rows: generator(rows) }) },
      { name: "awaiting an async generator", run: () => awaitOnly(asyncGenerator(rows)) },
      { name: "async generator", run: () => dryRun(AUTOMATIONS, { run, rows: asyncGenerator(rows) }) },
    ],
    rounds,
  );
  const bounds = [...times.values()];
  table(
    `dryRun of 3 automations over ${count.toExponential()} rows: fires at the same steps as the loop`,
    ["rows from", "median", "rows", "time / bound"],
    [...times].map(([name, ms], k) => [
      name,
      millis(ms),
      perSecond(count, ms),
      k % 2 === 0 ? "" : ratio(ms, bounds[k - 1]!),
    ]),
  );
}
