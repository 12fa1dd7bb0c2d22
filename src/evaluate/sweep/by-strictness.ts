import type { EventPlan } from "../event-plan.js";
import type { Comparison, Condition } from "../window/condition.js";

/** Which way a limit has to go for the condition to hold less often; 0 where it isn't as simple. */
const STRICTER: Readonly<Record<Comparison, -1 | 0 | 1>> = {
  ">": 1,
  ">=": 1,
  "<": -1,
  "<=": -1,
  "==": 0,
  "!=": 0,
};

/**
 * Puts plans on one metric into an order in which each that compares the same number as another with a stricter
 * limit names the next laxer one, which comes before it: where that one doesn't hold, it needn't be looked at.
 */
export function byStrictness(plans: readonly EventPlan[]): readonly EventPlan[] {
  const groups = new Map<string, EventPlan[]>();
  for (const plan of plans) {
    const key = comparedBy(conditionOf(plan));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [plan]);
    else group.push(plan);
  }
  return [...groups.values()].flatMap((group) => {
    const way = STRICTER[conditionOf(group[0]!).comparison];
    if (way === 0) return group;
    const ordered: EventPlan[] = [];
    for (const plan of group.sort((a, b) => laxerFirst(conditionOf(a), conditionOf(b), way))) {
      const laxer = ordered.at(-1);
      ordered.push({ ...plan, ...(laxer === undefined ? {} : { laxer }) });
    }
    return ordered;
  });
}

/** What tells the number apart that is compared, and the way in which it is. */
function comparedBy({ spec, window, prior, comparison }: Condition): string {
  const way = STRICTER[comparison] === 0 ? comparison : STRICTER[comparison];
  if (spec.kind === "threshold") return JSON.stringify([spec.kind, spec.agg, window, way]);
  if (spec.kind === "zscore") return JSON.stringify([spec.kind, prior, spec.changeDir]);
  return JSON.stringify([spec.kind, spec.agg, window, prior, spec.changeType, spec.changeDir]);
}

/** With the same limit, the one that holds at the limit too is laxer. */
function laxerFirst(a: Condition, b: Condition, way: -1 | 1): number {
  if (a.limit !== b.limit) return a.limit < b.limit ? -way : way;
  return Number(b.comparison.endsWith("=")) - Number(a.comparison.endsWith("="));
}

function conditionOf({ watched }: EventPlan): Condition {
  if (watched.kind === "metric") return watched.condition;
  throw new TypeError("only conditions on metrics have limits");
}
