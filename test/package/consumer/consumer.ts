// Compiled by users' TypeScript against the packed declarations; never run.
import {
  Api,
  type Automation,
  isAutomationsError,
  MetricThresholdFilter,
  OnRunMetric,
  SendNotification,
} from "wandb-automations";
import { createEmulator } from "wandb-automations/emulator";
import { dryRun, type Verdict } from "wandb-automations/evaluate";
import { readWandbFile } from "wandb-automations/history";
import { assertFires, series } from "wandb-automations/testing";

export async function consume(): Promise<{ saved: Automation; verdict: Verdict }> {
  const automation = new OnRunMetric({
    scope: "acme/vision",
    filter: new MetricThresholdFilter({ name: "accuracy", cmp: ">", threshold: 0.95 }),
  }).then(new SendNotification({ title: "High accuracy", severity: "INFO" }));

  const emulator = await createEmulator({ demo: true });
  const api = new Api({ apiKey: emulator.apiKey, baseUrl: emulator.url, fetch: emulator.fetch });
  const saved = await automation.save({ name: "accuracy-alert", api });
  for await (const { name, enabled } of api.project("acme/vision").automations()) {
    const both: [string, boolean] = [name, enabled];
    console.log(both);
  }
  await assertFires(automation, series("accuracy", "0.9 0.99"), { step: 1 });
  const verdict = await dryRun(automation, await readWandbFile("runs/baseline.wandb"));
  return { saved, verdict };
}

export function explain(error: unknown): string {
  // @ts-expect-error -- an unknown value has no code
  error.code;
  return isAutomationsError(error) ? `${error.code}: ${error.message}` : "not ours";
}

// @ts-expect-error -- a threshold is a number
new MetricThresholdFilter({ name: "accuracy", cmp: ">", threshold: "0.95" });
// @ts-expect-error -- no such comparison
new MetricThresholdFilter({ name: "accuracy", cmp: "=>", threshold: 0.95 });
