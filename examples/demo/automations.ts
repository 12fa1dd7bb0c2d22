import {
  ArtifactEvent,
  DoNothing,
  type Integration,
  MetricChangeFilter,
  type MetricFilter,
  MetricThresholdFilter,
  NewAutomation,
  OnAddArtifactAlias,
  OnCreateArtifact,
  OnRunMetric,
  RunEvent,
  SendNotification,
  SendWebhook,
  SlackIntegration,
  WebhookIntegration,
} from "wandb-automations";

/** Where the demo's runs were logged. */
export const PROJECT = "acme/digits";
export const COLLECTION = `${PROJECT}/classifier`;

/** Where notifications and webhooks go. */
export interface Destinations {
  /** Base URL of the receiver. */
  readonly url: string;
}

/** The automations on metrics of the shipped runs, in the order of `expected.json`. */
export function runAutomations({ url }: Destinations): NewAutomation[] {
  // The documentation's first example, on the metric these runs log.
  const accuracy = new OnRunMetric({
    scope: PROJECT,
    filter: new MetricThresholdFilter({ name: "val/accuracy", cmp: ">", threshold: 0.95 }),
  }).then(
    new SendNotification({
      integration: new SlackIntegration({ webhookUrl: `${url}/slack/incoming-webhook` }),
      title: "High Accuracy Achieved",
      message: "Model accuracy exceeded 95%",
      severity: "INFO",
    }),
  );
  const tracker = new WebhookIntegration({ name: "tracker", urlEndpoint: `${url}/hooks/tracker` });
  // Without an integration, a notification goes to the one Slack integration that the team made in W&B's UI.
  const notify = new SendNotification({ title: "Loss is above 3", severity: "WARN" });
  const report = new SendWebhook({
    integration: tracker,
    payload: { automation: "${automation_name}", run: "${run_name}", metric: "${metric_name}" },
  });
  const on = (filter: MetricFilter) => new OnRunMetric({ scope: PROJECT, filter });
  const { metric } = RunEvent;
  return [
    named("accuracy-alert", accuracy),
    named("steadily-accurate", on(metric("val/accuracy").avg().gte(0.9)).then(report)),
    named("loss-spike", on(metric("train/loss").max(5).gt(3)).then(notify)),
    named("converged", on(metric("train/loss").avg(5).lt(0.25)).then(report)),
    named(
      "still-learning",
      on(new MetricChangeFilter({ name: "train/loss", amount: 0.25, changeDir: "decrease" })).then(
        new DoNothing(),
      ),
    ),
    named("overfitting", on(metric("val/loss").increasesBy({ diff: 0.05 })).then(report)),
    named("odd-gradient", on(metric("grad_norm").zscore(30).abs().gt(3)).then(new DoNothing())),
    named("default-lr", on(metric("opt.lr").eq(0.1)).then(new DoNothing())),
  ];
}

/** The documentation's second example, and one on an alias. */
export function artifactAutomations({ url }: Destinations): NewAutomation[] {
  const models: Integration = new WebhookIntegration({ name: "models", urlEndpoint: `${url}/hooks/models` });
  return [
    named(
      "model-webhook",
      new OnCreateArtifact({ scope: COLLECTION }).then(
        SendWebhook.fromIntegration(models, { payload: { event: "new_artifact", collection: "models" } }),
      ),
      "Notify external service on new model creation",
    ),
    named(
      "deploy",
      new OnAddArtifactAlias({ scope: COLLECTION, filter: ArtifactEvent.alias.eq("prod") }).then(
        new SendWebhook({
          integration: models,
          payload: { event: "${event_type}", model: "${artifact_version_string}", alias: "${alias}" },
        }),
      ),
    ),
  ];
}

function named(name: string, { event, action }: NewAutomation, description?: string): NewAutomation {
  return new NewAutomation({ name, description, event, action });
}
