// The example of the product's documentation, transcribed. Run against the emulator by `npm run example`.
import {
  Api,
  login,
  MetricThresholdFilter,
  OnCreateArtifact,
  OnRunMetric,
  SendNotification,
  SendWebhook,
  WebhookIntegration,
} from "wandb-automations";

// Initialize W&B
await login();

// Create an automation that alerts when accuracy exceeds 0.95
const automation = new OnRunMetric({
  filter: new MetricThresholdFilter({
    name: "accuracy",
    cmp: ">",
    threshold: 0.95,
  }),
  scope: "entity/project",
}).then(
  new SendNotification({
    title: "High Accuracy Achieved",
    message: "Model accuracy exceeded 95%",
    severity: "INFO",
  }),
);

// Save the automation
await automation.save({ name: "accuracy-alert", enabled: true });

// Create an automation for artifact creation
const webhookIntegration = new WebhookIntegration({
  name: "model-service",
  urlEndpoint: "https://models.example/hook",
});
const artifactAutomation = new OnCreateArtifact({
  scope: "entity/project/artifact-collection",
}).then(
  SendWebhook.fromIntegration(webhookIntegration, {
    payload: { event: "new_artifact", collection: "models" },
  }),
);

// Save with description
await artifactAutomation.save({
  name: "model-webhook",
  description: "Notify external service on new model creation",
  enabled: true,
});

// Query existing automations
const api = new Api();
const automations = api.project("entity/project").automations();
for await (const auto of automations) {
  console.log(`Automation: ${auto.name}`);
  console.log(`Enabled: ${auto.enabled}`);
  console.log(`Event: ${auto.event}`);
}
