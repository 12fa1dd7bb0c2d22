import { describe, expect, it } from "vitest";
import {
  assertDoesNotFire,
  assertFires,
  assertFiresTimes,
  FiringAssertionError,
} from "wandb-automations/testing";
import { calm, debug, run, spike, spiking } from "./automations.js";

describe("the assertions", () => {
  it("give the verdict where they hold", async () => {
    expect((await assertFires(spike, [calm, spiking], { step: 4 })).firings).toHaveLength(1);
    expect((await assertDoesNotFire(spike, calm, { because: "condition" })).fired).toBe(false);
    expect((await assertFiresTimes(spike, run("days", "3x49", 3600), 3)).firings).toHaveLength(3);
  });

  it("throw what test runners know as a failed assertion", async () => {
    const error = await assertFires(spike, calm).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FiringAssertionError);
    expect(error).toMatchObject({
      name: "AssertionError",
      code: "ERR_ASSERTION",
      expected: "to fire",
      actual: "it did not fire",
    });
    expect((error as Error).message).toContain("it never held at any of 10 values");
    await expect(assertDoesNotFire(spike, spiking)).rejects.toBeInstanceOf(FiringAssertionError);
    await expect(assertDoesNotFire(spike, debug, { because: "window" })).rejects.toBeInstanceOf(
      FiringAssertionError,
    );
    await expect(assertDoesNotFire(spike, calm, { because: "cooldown" })).rejects.toThrow(
      "not to fire because of: cooldown\nbut it did not fire because of: condition",
    );
    await expect(assertFiresTimes(spike, spiking, 2)).rejects.toThrow("exactly 2 times");
  });

  it("throw errors of their own where nothing could be tested", async () => {
    await expect(assertFires(spike, [])).rejects.toMatchObject({ code: "EVALUATION" });
    await expect(assertFires(spike, calm, { runs: "calm" } as never)).rejects.toMatchObject({
      code: "VALIDATION",
    });
  });

  it("stop when they are told to", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(assertFires(spike, spiking, { signal })).rejects.toThrow("enough");
  });
});
