import { expect, it } from "vitest";
import { createEmulator } from "../../../src/emulator.js";
import { dryRun } from "../../../src/evaluate.js";
import { createMetricAutomation } from "./test-server.js";

const RUNS = 1000;
const ROWS = 6;
const AUTOMATIONS = 100;

/** Thresholds, changes and z-scores, by turns and each a little different. */
function conditionOf(i: number): readonly [string, object] {
  const window = 1 + (i % 4);
  if (i % 3 === 0)
    return [
      "RUN_METRIC",
      {
        threshold_filter: {
          name: "loss",
          agg_op: window === 1 ? null : "AVERAGE",
          window_size: window,
          cmp_op: "$gt",
          threshold: 0.9 + i / 1100,
        },
      },
    ];
  if (i % 3 === 1)
    return [
      "RUN_METRIC_CHANGE",
      {
        change_filter: {
          name: "loss",
          agg_op: "MAX",
          current_window_size: window,
          prior_window_size: 2,
          change_type: "RELATIVE",
          change_dir: "INCREASE",
          change_amount: 2 + i,
        },
      },
    ];
  return [
    "RUN_METRIC_ZSCORE",
    { zscore_filter: { name: "loss", window_size: 2 + window, threshold: 2 + i / 50, change_dir: "ANY" } },
  ];
}

it("1,000 runs logging at once fire 100 automations exactly where a dry run says", async () => {
  await using emulator = await createEmulator({ demo: true });
  const automations = [];
  for (let i = 0; i < AUTOMATIONS; i++) {
    automations.push(await createMetricAutomation(emulator, `a${i}`, conditionOf(i)));
  }
  const runs = Array.from({ length: RUNS }, (_, r) => ({
    run: { id: `run-${r}`, entity: "acme", project: "vision" },
    rows: Array.from({ length: ROWS }, (_, i) => ({
      _step: i,
      _timestamp: 1e9 + i,
      loss: Math.abs(Math.sin(r * 7 + i * i)),
    })),
  }));
  await Promise.all(
    runs.map(async ({ run, rows }) => {
      await emulator.admin.createRun("acme/vision", { id: run.id });
      for (const row of rows) await emulator.log(`acme/vision/${run.id}`, row);
    }),
  );
  const verdict = await dryRun(automations, runs);
  const live = emulator
    .executions()
    .map(({ automation, run }) => `${automation.name} ${run?.id} ${run?.step}`);
  const dry = verdict.firings.map(({ automation, run, step }) => `${automation.name} ${run?.id} ${step}`);
  expect(dry.length).toBeGreaterThan(10_000);
  // Compared as one text each: a difference of lists this long takes minutes to print.
  expect(live.sort().join("\n") === dry.sort().join("\n")).toBe(true);
});
