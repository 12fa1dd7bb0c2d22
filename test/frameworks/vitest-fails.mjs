import { expect, test } from "vitest";
import automations from "./automations.cjs";

const { spike, calm } = automations;

test("this test fails", () => expect(spike).toFire(calm, { run: "calm", step: 3 }));
