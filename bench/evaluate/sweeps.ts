import { type CompiledAutomation, dryRun, type SweepGrid, sweep } from "wandb-automations/evaluate";
import { averageAbove, averageChanges, standsOut } from "./conditions.js";
import { wanderingLoss } from "./data.js";
import { millis, race, ratio, table } from "./measure.js";

const WINDOWS = [5, 10, 20, 50, 100];
const times20 = (from: number, step: number) => Array.from({ length: 20 }, (_, i) => from + i * step);

interface Case {
  readonly grid: SweepGrid;
  readonly made: (window: number, limit: number) => CompiledAutomation;
  readonly limits: readonly number[];
}

/** A hundred settings each: 20 limits for each of five windows. */
const CASES: Readonly<Record<string, Case>> = {
  "average, at limits it seldom reaches": {
    limits: times20(3, 0.05),
    grid: { threshold: times20(3, 0.05), window: WINDOWS },
    made: (window, limit) => averageAbove("loss", window, limit),
  },
  "average, at limits all over the data": {
    limits: times20(1, 0.1),
    grid: { threshold: times20(1, 0.1), window: WINDOWS },
    made: (window, limit) => averageAbove("loss", window, limit),
  },
  "change, prior 50": {
    limits: times20(0.05, 0.025),
    grid: { amount: times20(0.05, 0.025), window: WINDOWS },
    made: (window, limit) => averageChanges("loss", window, 50, limit),
  },
  "z-score": {
    limits: times20(1, 0.2),
    grid: { threshold: times20(1, 0.2), window: WINDOWS },
    made: (window, limit) => standsOut("loss", window, limit),
  },
};

/** A sweep against a dry run of its settings as automations, after checking that they find the same. */
export async function benchSweeps(count: number, rounds: number): Promise<void> {
  const rows = Array.from(wanderingLoss(count), (loss, _step) => ({
    _step,
    _timestamp: 1.8e9 + _step,
    loss,
  }));
  const history = { run: { id: "r1", entity: "acme", project: "vision" }, rows };
  const lines: string[][] = [];
  for (const [name, { grid, limits, made }] of Object.entries(CASES)) {
    const all = limits.flatMap((limit) => WINDOWS.map((window) => made(window, limit)));
    const swept = await sweep(all[0]!, grid, history);
    const verdict = await dryRun(all, history);
    for (const [i, { satisfied, firstStep }] of swept.rows.entries()) {
      const outcome = verdict.outcomes[i]!;
      const first = verdict.firings.find(({ automation }) => automation.index === i)?.step;
      if (outcome.kind !== "run" || outcome.satisfied !== satisfied || first !== firstStep)
        throw new Error(`${name}: setting ${i} differs`);
    }
    const times = await race(
      [
        { name: "sweep", run: () => sweep(all[0]!, grid, history) },
        { name: "dry run", run: () => dryRun(all, history) },
      ],
      rounds,
    );
    const [ours, alone] = [times.get("sweep")!, times.get("dry run")!];
    lines.push([
      name,
      millis(ours),
      `${((ours * 1e6) / count / 101).toFixed(2)} ns`,
      millis(alone),
      ratio(ours, alone),
    ]);
  }
  const head = ["100 settings", "sweep", "per value and setting", "dry run of them", "ratio"];
  table(`sweeps of ${count.toExponential()} values`, head, lines);
}
