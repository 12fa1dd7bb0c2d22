import { EvaluationError } from "../../errors/index.js";
import { type Evaluables, toCompiledList } from "../../evaluate/evaluable.js";
import { type EventPlan, nameOf, planEvent } from "../../evaluate/event-plan.js";
import type { Condition } from "../../evaluate/window/condition.js";
import { leastValues } from "../../evaluate/window/create-kernel.js";
import type { SqlEvaluationOptions } from "../sql-evaluation-options.js";

/** Products of a window's size and half a double must be exact. */
const MAX_WINDOW = 2 ** 26 - 1;

/** An automation that watches a metric. */
export interface MetricPlan {
  readonly index: number;
  readonly plan: EventPlan;
  readonly condition: Condition;
  /** Logged values needed before it is evaluated: fewer than its windows hold, where they may be partial. */
  readonly least: number;
  /** The column that says whether the condition holds; of automations with the same condition, that of the first. */
  readonly holds: string;
}

/** A metric and the automations that watch it. */
export interface MetricGroup {
  readonly name: string;
  readonly members: readonly MetricPlan[];
  /**
   * The first of them with each condition. What others with the same one ask again is what these ask: of hundreds of
   * columns that say the same, Spark's optimizer would compare every two, and that for every two.
   */
  readonly distinct: readonly MetricPlan[];
}

/** The automations that can fire on runs, by metric, and then those that watch run states. */
export function watchers({ metrics, states }: QueryPlan): (MetricPlan | StatePlan)[] {
  return [...metrics.flatMap(({ members }) => members), ...states];
}

/** Whether any automation on a metric is evaluated before its windows are full. */
export function hasEarly({ members }: Pick<MetricGroup, "members">): boolean {
  return members.some(isPartial);
}

/** An automation that watches run states. */
export interface StatePlan {
  readonly index: number;
  readonly plan: EventPlan;
  readonly states: ReadonlySet<string>;
}

/** Automations as a query sees them: those that can fire on runs, by metric. */
export interface QueryPlan {
  readonly all: readonly EventPlan[];
  readonly metrics: readonly MetricGroup[];
  readonly states: readonly StatePlan[];
  readonly partialWindows: boolean;
}

const RUNLESS = new Set(["collection", "registry", "registryCollection"]);

/**
 * @param options departures from the semantics, checked before
 * @throws EvaluationError when an automation can't be evaluated on a table of history: artifact events, windows beyond
 *   67 million values, unknown events and operators.
 */
export function planQuery(automations: Evaluables, options: SqlEvaluationOptions = {}): QueryPlan {
  const partialWindows = options.partialWindows === "evaluate";
  const all = toCompiledList(automations).map(planEvent);
  const metrics = new Map<string, MetricPlan[]>();
  const states: StatePlan[] = [];
  const columns = new Map<string, string>();
  for (const [index, plan] of all.entries()) {
    const { watched, automation } = plan;
    if (watched.kind === "artifact") throw notHere(plan);
    if (!automation.enabled || RUNLESS.has(automation.scope.kind)) continue;
    if (watched.kind === "state") states.push({ index, plan, states: watched.states });
    else {
      const { condition } = watched;
      checkWindow(plan, condition);
      const members = metrics.get(watched.metric) ?? [];
      metrics.set(watched.metric, members);
      const same = textOf(condition);
      const holds = columns.get(same) ?? `holds_${index}`;
      columns.set(same, holds);
      members.push({ index, plan, condition, least: leastValues(condition, partialWindows), holds });
    }
  }
  const groups = [...metrics].map(([name, members]) => {
    const distinct = members.filter(({ index, holds }) => holds === `holds_${index}`);
    return { name, members, distinct };
  });
  return { all, metrics: groups, states, partialWindows };
}

/** A text that only equal conditions share: JSON alone would make the same of all infinities. */
function textOf(condition: Condition): string {
  return JSON.stringify(condition, (_, value: unknown) => (typeof value === "number" ? `${value}` : value));
}

/** Whether an automation is evaluated before its windows are full. */
export function isPartial({ least, condition }: MetricPlan): boolean {
  return least < condition.needed;
}

/** @throws EvaluationError when nothing is left to ask a database. */
export function checkWatched(plan: QueryPlan): void {
  if (plan.metrics.length > 0 || plan.states.length > 0) return;
  throw new EvaluationError(
    "None of the automations can fire on runs, so there is nothing to ask a database.",
    {
      hint: "Automations that are disabled, or whose scope is a collection or a registry, never do.",
    },
  );
}

function notHere(plan: EventPlan): EvaluationError {
  return new EvaluationError(
    `${nameOf(plan.ref)} waits for ${plan.automation.eventType}, and a table of run history holds no artifact events.`,
    { hint: "Dry-run it with dryRun() on artifact events instead." },
  );
}

function checkWindow(plan: EventPlan, { needed }: Condition): void {
  if (needed <= MAX_WINDOW) return;
  throw new EvaluationError(
    `${nameOf(plan.ref)} needs windows of ${needed} values; in SQL they can hold ${MAX_WINDOW} at most.`,
  );
}
