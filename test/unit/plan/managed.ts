import {
  DoNothing,
  defineAutomation,
  type NewAutomationOptions,
  OnLinkArtifact,
  OnRunMetric,
  RunEvent,
} from "wandb-automations";
import { type DesiredAutomation, planAutomations } from "wandb-automations/plan";
import type { ApiOptions } from "../../../src/client/api-options.js";
import { emulated } from "../client/emulated.js";
import type { FaultPlan } from "../client/fault-proxy.js";
import { faulty } from "../client/fault-proxy.js";

export const OWNER = "acme-alerts";

/** A desired automation on linked artifacts, or what else is said. */
export function linked(
  name: string,
  options: Partial<NewAutomationOptions> = {},
  key = name,
): DesiredAutomation {
  const event = new OnLinkArtifact({ scope: "acme/vision" });
  return { key, automation: defineAutomation({ name, event, action: new DoNothing(), ...options }) };
}

/** A desired automation on a metric over its threshold. */
export function over(threshold: number, name = "loss-is-up", key = "lossIsUp"): DesiredAutomation {
  const filter = RunEvent.metric("loss").avg(5).gt(threshold);
  const event = new OnRunMetric({ scope: "acme/vision", filter });
  return linked(name, { event }, key);
}

/** An emulator with the demo's world, and ways to plan on it. */
export async function managed() {
  const world = await emulated();
  const plan = (desired: readonly DesiredAutomation[], options = {}) =>
    planAutomations(world.api, desired, { owner: OWNER, ...options });
  const saved = async () => (await world.makeApi().automations({ entity: "acme" }).toArray()).sort(byName);
  return { ...world, plan, saved };
}

/** The same behind a proxy that spoils answers. */
export async function spoiled(faults: FaultPlan, options: ApiOptions = {}) {
  const world = await faulty(options);
  const plan = (desired: readonly DesiredAutomation[], options = {}) =>
    planAutomations(world.api, desired, { owner: OWNER, ...options });
  world.spoil(faults);
  return { ...world, plan };
}

const byName = (a: { readonly name: string }, b: { readonly name: string }) => (a.name < b.name ? -1 : 1);
