import type { Dialect } from "../dialect.js";
import type { Cte } from "./cte.js";
import { meets, ratio } from "./ieee.js";
import { canDoubt, directed } from "./judge.js";
import { bringsValues } from "./metric-steps.js";
import type { MetricPlan, QueryPlan } from "./plan.js";

const ROW = "automation, run, place, time, value";

/** What a condition in doubt is worked out from. */
interface Side {
  readonly side: "current" | "prior";
  readonly aggregation: "BASELINE" | "SUM" | "AVERAGE";
  /** How many values back its first and its last one are. */
  readonly from: number;
  readonly to: number;
}

function sidesOf({ condition }: MetricPlan): readonly Side[] {
  const { spec, window, prior, needed } = condition;
  if (spec.kind === "zscore") return [{ side: "prior", aggregation: "BASELINE", from: needed - 1, to: 1 }];
  const aggregation = spec.agg === "SUM" ? "SUM" : "AVERAGE";
  const current = { side: "current", aggregation, from: window - 1, to: 0 } as const;
  return prior === 0 ? [current] : [current, { side: "prior", aggregation, from: needed - 1, to: window }];
}

/** `doubtful_windows (automation, run, place, time, value, side, aggregation, list)`. */
export function doubtfulWindows({ metrics }: QueryPlan, d: Dialect): Cte {
  const brought: string[] = [];
  const selects: string[] = [];
  for (const [k, group] of metrics.entries()) {
    const sides = group.members.flatMap((member) =>
      canDoubt(member.condition) ? sidesOf(member).map((side) => sideRow(member, side)) : [],
    );
    if (sides.length === 0) continue;
    if (bringsValues(group, d)) brought.push(...sides);
    else selects.push(lookedUp(sides, k, d));
  }
  if (brought.length > 0) selects.unshift(cutOut(brought, d));
  return {
    name: "doubtful_windows",
    comment: "The values in the windows of the rows in doubt.",
    sql: selects.join("\nUNION ALL\n"),
  };
}

function sideRow({ index, condition }: MetricPlan, { side, aggregation, from, to }: Side): string {
  return `(${index}, '${side}', '${aggregation}', ${condition.needed - from}, ${from - to + 1}, ${to})`;
}

const table = (sides: readonly string[]) =>
  `(VALUES ${sides.join(", ")}) AS sides (number, side, aggregation, first_item, items, last_back)`;

function cutOut(sides: readonly string[], d: Dialect): string {
  return `SELECT ${ROW}, side, aggregation, ${d.part("latest_values", "first_item", "items")} AS list
FROM candidates
JOIN ${table(sides)} ON automation = number
WHERE holds IS NULL`;
}

function lookedUp(sides: readonly string[], k: number, d: Dialect): string {
  const row = "w.automation, w.run, w.place, w.time, w.value";
  return `SELECT ${row}, side, aggregation, ${d.collect("s.value", "s.pos")} AS list
FROM (
  SELECT ${ROW}, side, aggregation, ${d.eachOf("pos - last_back - items + 1", "pos - last_back")} AS pos
  FROM candidates
  JOIN ${table(sides)} ON automation = number
  WHERE holds IS NULL
) AS w
JOIN series_${k} AS s ON s.run = w.run AND s.pos = w.pos
GROUP BY ${row}, side, aggregation`;
}

/** `decided (automation, run, place, time)`. */
export function decided({ metrics }: QueryPlan, d: Dialect): Cte {
  const members = metrics.flatMap((group) => group.members.filter(({ condition }) => canDoubt(condition)));
  const verdicts = members.map((member) => `WHEN ${member.index} THEN ${exactVerdict(member, d)}`);
  return {
    name: "decided",
    comment: "The rows in doubt that hold, by the aggregates as they are to the last bit.",
    sql: `SELECT automation, run, place, time
FROM (
  SELECT ${ROW}, max(deviation) AS deviation,
    max(CASE WHEN side = 'current' THEN level END) AS level, max(CASE WHEN side = 'prior' THEN level END) AS before
  FROM exact_windows
  GROUP BY ${ROW}
) AS exact
WHERE CASE automation
  ${verdicts.join("\n  ")}
END`,
  };
}

function exactVerdict({ condition }: MetricPlan, d: Dialect): string {
  const { spec } = condition;
  if (spec.kind === "threshold") return meets("level", condition, d);
  const change =
    spec.kind === "zscore"
      ? ratio("(value - before)", "deviation", d)
      : spec.changeType === "RELATIVE"
        ? ratio("(level - before)", "abs(before)", d)
        : "(level - before)";
  return meets(directed(change, spec.changeDir), condition, d);
}
