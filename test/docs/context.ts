// Values that snippets may use without showing where they come from: ```ts context=slack,automation
import {
  type Automation,
  MetricThresholdFilter,
  type NewAutomation,
  OnRunMetric,
  SendNotification,
  SlackIntegration,
} from "wandb-automations";

export const slack = new SlackIntegration({ webhookUrl: "https://hooks.slack.com/services/T000/B000/XXXX" });

export const automation: NewAutomation = new OnRunMetric({
  scope: "acme/vision",
  filter: new MetricThresholdFilter({ name: "accuracy", cmp: ">", threshold: 0.95 }),
}).then(new SendNotification({ integration: slack, title: "High accuracy" }));

/** For blocks marked `no-run`: what `save()` gives. */
export declare const saved: Automation;
