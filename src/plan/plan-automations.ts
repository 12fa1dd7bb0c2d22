import type { Api } from "../client/api.js";
import { contextOf } from "../client/context.js";
import type { DesiredAutomation } from "./desired-automation.js";
import { makePlan } from "./make-plan.js";
import type { Plan, PlanOptions } from "./plan.js";

/**
 * Compares what a server has with what a configuration wants, and changes nothing.
 *
 * Automations are told apart by scope and name; they are compared by what they mean, not how they are spelled. In few
 * requests: scopes are looked up together, and each entity is listed once.
 *
 * @param api the server, and the key to it.
 * @param desired the whole configuration: with `prune`, what isn't in it is going to be deleted.
 * @throws ValidationError listing everything in the configuration that can't be.
 * @throws ServerError `NOT_FOUND` naming every scope that isn't there.
 * @throws TransportError if the server can't be reached in time.
 * @example
 * ```ts
 * import { Api, DoNothing, defineAutomation, OnLinkArtifact } from "wandb-automations";
 * import { formatPlan, planAutomations } from "wandb-automations/plan";
 *
 * const linked = defineAutomation({
 *   name: "linked",
 *   event: new OnLinkArtifact({ scope: "acme/vision" }),
 *   action: new DoNothing(),
 * });
 * const plan = await planAutomations(new Api(), [{ key: "linked", automation: linked }], { owner: "docs" });
 * console.log(formatPlan(plan));
 * ```
 */
export async function planAutomations(
  api: Api,
  desired: readonly DesiredAutomation[],
  options: PlanOptions,
): Promise<Plan> {
  return await makePlan(contextOf(api), { desired: [...desired], options: { ...options }, destroys: false });
}

/**
 * Plans to delete everything that an owner manages in the entities of a configuration.
 *
 * @param desired says where to look; what it holds doesn't matter otherwise.
 * @throws the same as {@link planAutomations}.
 */
export async function planDestroy(
  api: Api,
  desired: readonly DesiredAutomation[],
  options: Omit<PlanOptions, "prune" | "adopt">,
): Promise<Plan> {
  return await makePlan(contextOf(api), { desired: [...desired], options: { ...options }, destroys: true });
}
