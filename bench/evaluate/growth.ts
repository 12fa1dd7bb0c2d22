import { createEvaluator, dryRun, evaluateColumns } from "wandb-automations/evaluate";
import { averageAbove, averageChanges, standsOut } from "./conditions.js";
import { evenRuns, wanderingLoss } from "./data.js";
import { millis, perSecond, race, table } from "./measure.js";

const HEAD = ["", "median", "per value"];
const nanos = (ms: number, count: number): string => `${((ms * 1e6) / count).toFixed(2)} ns`;

async function medianOf(run: () => unknown, rounds: number): Promise<number> {
  return (await race([{ name: "only", run }], rounds)).get("only")!;
}

/** 1 to 1,000 automations on one stream of rows, in a batch and one by one. */
async function automations(rounds: number): Promise<void> {
  const count = 20_000;
  const loss = wanderingLoss(count);
  const rows = Array.from(loss, (value, _step) => ({ _step, _timestamp: 1.8e9 + _step, loss: value }));
  const run = { id: "r1", entity: "acme", project: "vision" };
  const lines: string[][] = [];
  for (const n of [1, 10, 100, 1000]) {
    const list = Array.from({ length: n }, (_, k) => averageAbove("loss", 5 + (k % 20), 3 + k / 1000));
    const batch = await medianOf(() => dryRun(list, { run, rows }), rounds);
    const stream = await medianOf(() => {
      const evaluator = createEvaluator(list);
      for (const row of rows) evaluator.push({ kind: "row", run, row });
    }, rounds);
    lines.push([String(n), millis(batch), nanos(batch, count * n), millis(stream), nanos(stream, count * n)]);
  }
  const head = ["automations", "dryRun", "per value", "push", "per value"];
  table(`automations on one run of ${count.toLocaleString("en")} rows`, head, lines);
}

/** Windows from 5 to 50,000. */
async function windows(rounds: number): Promise<void> {
  const count = 5_000_000;
  const values = wanderingLoss(count);
  const lines: string[][] = [];
  for (const window of [5, 50, 500, 5000, 50_000]) {
    const cells = [String(window)];
    for (const automation of [
      averageAbove("loss", window, 3.4),
      averageChanges("loss", window, 5 * window, 0.55),
      standsOut("loss", window, 8),
    ]) {
      const ms = await medianOf(() => evaluateColumns(automation, { values }), rounds);
      cells.push(nanos(ms, count));
    }
    lines.push(cells);
  }
  table(
    `windows, ${count.toExponential()} values in one run, per value`,
    ["window", "average", "change, prior 5 × window", "z-score"],
    lines,
  );
}

/** Runs from 1 to 100,000, and values from 10^5 to 10^8. */
async function sizes(rounds: number, most: number): Promise<void> {
  const automation = averageChanges("loss", 10, 50, 0.55);
  const values = wanderingLoss(10_000_000);
  const runs: string[][] = [];
  for (const n of [1, 100, 10_000, 100_000]) {
    const runOffsets = evenRuns(values.length, n);
    const ms = await medianOf(() => evaluateColumns(automation, { values, runOffsets }), rounds);
    runs.push([n.toLocaleString("en"), millis(ms), nanos(ms, values.length)]);
  }
  table("runs, 1e+7 values, change 10/50", HEAD, runs);
  const counts: string[][] = [];
  for (let count = 100_000; count <= most; count *= 10) {
    const some = wanderingLoss(count);
    const ms = await medianOf(() => evaluateColumns(automation, { values: some }), Math.min(rounds, 5));
    counts.push([count.toExponential(), millis(ms), nanos(ms, count), perSecond(count, ms)]);
  }
  table("values in one run, change 10/50", [...HEAD, "values"], counts);
}

/** How cost grows with everything there can be many of. */
export async function benchGrowth(rounds: number, most: number): Promise<void> {
  await automations(Math.min(rounds, 5));
  await windows(Math.min(rounds, 5));
  await sizes(Math.min(rounds, 5), most);
}
