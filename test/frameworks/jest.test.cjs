const { spike, calm, spiking } = require("./automations.cjs");

describe("the matchers in jest", () => {
  it("hold", async () => {
    await expect(spike).toFire([calm, spiking], { run: "spiking", step: 4, times: 1 });
    await expect(spike).not.toFire(calm, { because: "condition" });
    await expect(spike).toFireTimes([calm, spiking], 1);
    await expect(spike).not.toFireTimes(calm, 1);
  });

  it("fail", async () => {
    await expect(expect(spike).toFire(calm)).rejects.toThrow("it did not fire");
    await expect(expect(spike).not.toFire(spiking)).rejects.toThrow("it fired once");
  });

  it("refuse what can't be tested", async () => {
    await expect(expect(spike).not.toFire([])).rejects.toThrow("The history is empty");
  });

  it("sign and verify in jest's own realm", async () => {
    const { signWebhook, verifyWebhook } = require("wandb-automations/testing");
    const bytes = new Uint8Array([1, 2, 3]);
    expect(await verifyWebhook(bytes.buffer, await signWebhook(bytes, "secret"), "secret")).toBe(true);
  });
});
