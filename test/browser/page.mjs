// The page's program: saves an automation to the server the page came from, and writes down how that went.
import {
  Api,
  compileAutomation,
  DoNothing,
  isValidationError,
  MetricThresholdFilter,
  OnRunMetric,
} from "wandb-automations";

async function save() {
  const api = new Api({ apiKey: document.body.dataset.apiKey, baseUrl: location.origin });
  const automation = new OnRunMetric({
    scope: "acme/vision",
    filter: new MetricThresholdFilter({ name: "accuracy", cmp: ">", threshold: 0.95 }),
  }).then(new DoNothing());
  await automation.save({ name: "from-a-browser", api });
  const listed = await api.project("acme/vision").automations().toArray();
  let refused = false;
  try {
    new MetricThresholdFilter({ name: "", cmp: ">", threshold: 1 });
  } catch (error) {
    refused = isValidationError(error);
  }
  const { eventType } = compileAutomation(automation);
  return { names: listed.map(({ name }) => name), refused, eventType };
}

document.body.textContent = await save().then(
  (result) => JSON.stringify(result),
  (error) => `failed: ${error}`,
);
