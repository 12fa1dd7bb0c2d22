import type { Api } from "../client/api.js";
import { type ClientContext, contextOf } from "../client/context.js";
import { ServerError } from "../errors/index.js";
import { type ApplyReport, type ApplyResult, reportOf } from "./apply-report.js";
import { Changes } from "./changes.js";
import { makePlan } from "./make-plan.js";
import { Plan } from "./plan.js";
import type { PlannedWork } from "./planned-work.js";

const DEFAULT_CONCURRENCY = 4;

/** How a plan is applied. */
export interface ApplyOptions {
  /** Stops before the next request. What was sent by then may have been done: planning again tells. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that each request may take, with its retries. Default: the Api's. */
  readonly timeoutMs?: number | undefined;
  /** Requests at the same time: 4 by default. */
  readonly concurrency?: number | undefined;
  /** Told of every change as it is done, fails, or is given up. */
  readonly onProgress?: ((progress: ApplyProgress) => void) | undefined;
}

/** How far applying a plan has come. */
export interface ApplyProgress {
  readonly result: ApplyResult;
  /** Changes that are through, whatever came of them. */
  readonly finished: number;
  readonly total: number;
}

/**
 * Carries a plan out: creates, changes and deletes, several at a time.
 *
 * It plans again first. What is in the planned state by now counts as done, so that a plan whose application was
 * interrupted can be applied again; if anything else has changed, nothing is done. One change that fails doesn't keep
 * the others from being made. Nothing is made twice: where an answer is lost, a read tells what became of the request.
 *
 * @returns what became of each change. Whether all of them were made is in `ok`; failures don't throw.
 * @throws ServerError `CONFLICT` if the plan has conflicts, or isn't what the same configuration would come to now.
 * @throws TransportError if the server can't be reached in time for the first read.
 * @example
 * ```ts no-run
 * import { Api } from "wandb-automations";
 * import { applyPlan, planAutomations } from "wandb-automations/plan";
 *
 * const api = new Api();
 * const plan = await planAutomations(api, [], { owner: "acme-alerts", scopes: ["acme"], prune: true });
 * const report = await applyPlan(api, plan, { onProgress: ({ finished, total }) => console.log(finished, total) });
 * console.log(report.ok, report.counts.done, report.counts.failed);
 * ```
 */
export async function applyPlan(api: Api, plan: Plan, options: ApplyOptions = {}): Promise<ApplyReport> {
  const context = contextOf(api);
  const { signal, timeoutMs, concurrency = DEFAULT_CONCURRENCY, onProgress } = options;
  const { source, work: planned } = Plan.insideOf(plan);
  refuseConflicts(plan);
  const now = await makePlan(context, { ...source, options: { ...source.options, signal, timeoutMs } });
  const { work } = Plan.insideOf(now);
  refuseChanged(planned, now, work);

  const open = new Set(work.map(({ fingerprint }) => fingerprint));
  const total = planned.length;
  const results: ApplyResult[] = [];
  const finish = (result: ApplyResult) => {
    results.push(result);
    onProgress?.({ result, finished: results.length, total });
  };
  for (const { item, fingerprint } of planned)
    if (!open.has(fingerprint)) finish({ item, status: "done", id: item.id, error: undefined });
  await runAll(context, work, { signal, timeoutMs, concurrency, finish });
  return reportOf(results);
}

async function runAll(
  context: ClientContext,
  work: readonly PlannedWork[],
  {
    concurrency,
    ...options
  }: { concurrency: number; finish: (result: ApplyResult) => void } & Pick<
    ApplyOptions,
    "signal" | "timeoutMs"
  >,
): Promise<void> {
  const changes = new Changes(context, work, options);
  await changes.makeIntegrations();
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, () => changes.work()));
}

function refuseConflicts({ conflicts }: Plan): void {
  const [first] = conflicts;
  if (!first) return;
  const lines = conflicts.map(({ name, scope, message }) => `  - ${name} (${scope}): ${message}`);
  throw new ServerError("CONFLICT", `The plan has conflicts:\n${lines.join("\n")}`, {
    ...(first.hint === undefined ? {} : { hint: first.hint }),
  });
}

/** What there is to do now must be part of what was planned. */
function refuseChanged(planned: readonly PlannedWork[], now: Plan, work: readonly PlannedWork[]): void {
  const known = new Set(planned.map(({ fingerprint }) => fingerprint));
  const other = work.filter(({ fingerprint }) => !known.has(fingerprint)).map(({ item }) => item);
  const changed = [...other, ...now.conflicts].map(({ name, scope }) => `${name} (${scope})`);
  if (changed.length === 0) return;
  throw new ServerError(
    "CONFLICT",
    `The server has changed since the plan was made: ${changed.join(", ")}.`,
    {
      hint: "Nothing was done. Make the plan again and look at it.",
    },
  );
}
