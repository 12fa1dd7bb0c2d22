import test from "node:test";
import { assertFires } from "wandb-automations/testing";
import automations from "./automations.cjs";

const { spike, calm } = automations;

test("this test fails", () => assertFires(spike, calm, { run: "calm", step: 3 }));
