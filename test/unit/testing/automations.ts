import {
  DoNothing,
  defineAutomation,
  MetricThresholdFilter,
  type NewAutomation,
  OnRunMetric,
  RunEvent,
} from "wandb-automations";
import { series } from "wandb-automations/testing";

/** Fires where the loss is over 2. */
export const spike: NewAutomation = defineAutomation({
  name: "loss-spike",
  event: new OnRunMetric({
    scope: "acme/vision",
    filter: new MetricThresholdFilter({ name: "loss", cmp: ">", threshold: 2 }).and(
      RunEvent.name.ne("debug"),
    ),
  }),
  action: new DoNothing(),
});

/** A run of the project that {@link spike} watches. */
export function run(displayName: string, values: string, interval = 60) {
  const id = displayName.slice(0, 2);
  return series("loss", values, { run: { id, displayName, entity: "acme", project: "vision" }, interval });
}

export const calm = run("calm", "1x9");
export const spiking = run("spiking", "1x3 3 1x5");
export const debug = run("debug", "9x9");
