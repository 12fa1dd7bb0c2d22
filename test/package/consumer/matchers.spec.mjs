import { expect, test } from "vitest";
import { DoNothing, OnRunMetric, RunEvent } from "wandb-automations";
import { series } from "wandb-automations/testing";
import "wandb-automations/testing/vitest";

test("vitest has the matchers", async () => {
  const automation = new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("loss").gt(1) }).then(
    new DoNothing(),
  );
  await expect(automation).toFire(series("loss", "0.5 0.9 1.5"), { step: 2 });
  await expect(expect(automation).toFire(series("loss", "0.5x3"))).rejects.toThrow("fire");
});
