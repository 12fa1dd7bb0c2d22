import assert from "node:assert/strict";
import test from "node:test";
import { assertDoesNotFire, assertFires, assertFiresTimes } from "wandb-automations/testing";
import automations from "./automations.cjs";

const { spike, calm, spiking } = automations;

test("the assertions in node:test", async () => {
  const verdict = await assertFires(spike, [calm, spiking], { run: "spiking", step: 4 });
  assert.equal(verdict.firings.length, 1);
  await assertDoesNotFire(spike, calm, { because: "condition" });
  await assertFiresTimes(spike, [calm, spiking], 1);
  await assert.rejects(assertFires(spike, calm), { name: "AssertionError", actual: "it did not fire" });
});
