import {
  DoNothing,
  MetricChangeFilter,
  MetricThresholdFilter,
  MetricZScoreFilter,
  type NewAutomation,
  OnRunMetric,
  RunEvent,
} from "wandb-automations";

const watch = (filter: MetricThresholdFilter | MetricChangeFilter | MetricZScoreFilter): NewAutomation =>
  new OnRunMetric({ scope: "acme/vision", filter }).then(new DoNothing());
const average = (threshold: number, window = 5) =>
  watch(new MetricThresholdFilter({ name: "loss", agg: "average", window, cmp: ">", threshold }));

/** The automations that are measured, each by its name in `handWritten`. */
export const ONE = {
  "average of 5": average(5.3),
  "change of 10 against 50": watch(
    new MetricChangeFilter({
      name: "loss",
      agg: "average",
      window: 10,
      priorWindow: 50,
      amount: 0.55,
      changeType: "relative",
      changeDir: "any",
    }),
  ),
  "z-score of 30": watch(
    new MetricZScoreFilter({ name: "loss", window: 30, threshold: 4.2, changeDir: "any" }),
  ),
} as const;
/** Twenty on one metric. */
export const TWENTY = Array.from({ length: 20 }, (_, i) => average(5.3 + i / 50, 5 + i));

/** The first of `ONE`, on runs with a learning rate below 0.1. */
export const FILTERED = new OnRunMetric({
  scope: "acme/vision",
  filter: RunEvent.metric("loss").avg(5).gt(5.3).and(RunEvent.field("config.lr").lt(0.1)),
}).then(new DoNothing());
