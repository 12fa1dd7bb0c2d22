// Run by jest, which can't load what is ESM only.
require("wandb-automations/testing/jest");
const { DoNothing, OnRunMetric, RunEvent } = require("wandb-automations");
const { series } = require("wandb-automations/testing");

test("jest has the matchers", async () => {
  const automation = new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("loss").gt(1) }).then(
    new DoNothing(),
  );
  await expect(automation).toFire(series("loss", "0.5 0.9 1.5"), { step: 2 });
  await expect(expect(automation).toFire(series("loss", "0.5x3"))).rejects.toThrow("fire");
});
