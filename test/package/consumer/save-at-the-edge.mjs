// For a runtime that has fetch and nothing of Node: no process, no Buffer, no require.
import { Api, DoNothing, MetricThresholdFilter, OnRunMetric } from "wandb-automations";

export async function saveAtTheEdge(connection) {
  const api = new Api(connection);
  const automation = new OnRunMetric({
    scope: "acme/vision",
    filter: new MetricThresholdFilter({ name: "accuracy", cmp: ">", threshold: 0.95 }),
  }).then(new DoNothing());
  await automation.save({ name: "from-the-edge", api });
  const names = await api.project("acme/vision").automations().toArray();
  return names.map(({ name }) => name);
}
