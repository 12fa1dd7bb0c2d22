const { spike, calm } = require("./automations.cjs");

test("this test fails", () => expect(spike).toFire(calm, { run: "calm", step: 3 }));
