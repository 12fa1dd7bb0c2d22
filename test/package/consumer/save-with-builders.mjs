// Imports nothing that saves: the backend of save() has to be there all the same, in a bundle too.
import { DoNothing, MetricThresholdFilter, OnRunMetric } from "wandb-automations";

const automation = new OnRunMetric({
  scope: "acme/vision",
  filter: new MetricThresholdFilter({ name: "accuracy", cmp: ">", threshold: 0.95 }),
}).then(new DoNothing());
export const { name: savedName } = await automation.save({ name: "from-a-bundle", onConflict: "fetch" });
