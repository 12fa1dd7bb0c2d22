import { expect, test } from "vitest";
import automations from "./automations.cjs";

const { spike, calm, spiking } = automations;

test("the matchers in vitest", async () => {
  await expect(spike).toFire([calm, spiking], { run: "spiking", step: 4, times: 1 });
  await expect(spike).not.toFire(calm, { because: "condition" });
  await expect(spike).toFireTimes([calm, spiking], 1);
  await expect(expect(spike).toFire(calm)).rejects.toThrow("it did not fire");
});
