// What the tests of every framework test, built with the package as it is published.
const { DoNothing, defineAutomation, MetricThresholdFilter, OnRunMetric } = require("wandb-automations");
const { series } = require("wandb-automations/testing");

const spike = defineAutomation({
  name: "loss-spike",
  event: new OnRunMetric({
    scope: "acme/vision",
    filter: new MetricThresholdFilter({ name: "loss", cmp: ">", threshold: 2 }),
  }),
  action: new DoNothing(),
});
const calm = series("loss", "1x9", { run: "calm" });
const spiking = series("loss", "1x3 3 1x5", { run: "spiking" });

module.exports = { spike, calm, spiking };
