import { BatchSession } from "./batch-session.js";
import { type Evaluables, toCompiledList } from "./evaluable.js";
import type { DryRunOptions } from "./evaluation-options.js";
import { checkItem, type EvaluationSource, isArtifactEvent, itemsOf } from "./evaluation-source.js";
import { planEvent } from "./event-plan.js";
import { unlessAborted } from "./unless-aborted.js";
import type { Verdict } from "./verdict/verdict.js";

/**
 * Evaluates automations on recorded history: which run would have fired them, at which step and why, and what
 * kept them from firing elsewhere. Pure: nothing is sent anywhere, and the clock is that of the rows' timestamps.
 *
 * What an automation means is fixed in docs/semantics.md, which says rule by rule whether the product documents
 * it or this project decided it.
 *
 * @param automations one or several: built in code, fetched from a server, or compiled
 * @param source runs with their rows, artifact events, or both; anything from `wandb-automations/history`
 * @throws EvaluationError when an event or a filter operator isn't known; ValidationError for a bad option; what
 *   the source throws while it is read
 *
 * @example
 * ```ts
 * import { dryRun } from "wandb-automations/evaluate";
 * import type { CompiledAutomation } from "wandb-automations/evaluate";
 *
 * async function wouldFire(automation: CompiledAutomation) {
 *   const rows = [0.2, 0.4, 0.99].map((accuracy, _step) => ({ _step, accuracy }));
 *   const verdict = await dryRun(automation, { run: { id: "r1", displayName: "baseline" }, rows });
 *   return verdict.fired;
 * }
 * ```
 */
export async function dryRun(
  automations: Evaluables,
  source: EvaluationSource,
  options: DryRunOptions = {},
): Promise<Verdict> {
  const session = new BatchSession(toCompiledList(automations).map(planEvent), options);
  await unlessAborted(evaluateItems(session, source), options.signal);
  return session.verdict();
}

async function evaluateItems(session: BatchSession, source: EvaluationSource): Promise<void> {
  for await (const item of itemsOf(source)) {
    await session.breathe();
    checkItem(item);
    if (isArtifactEvent(item)) session.artifact(item);
    else await session.run(item);
  }
}
