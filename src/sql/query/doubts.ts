import type { Dialect } from "../dialect.js";
import type { Cte } from "./cte.js";
import { meets, ratio } from "./ieee.js";
import { directed, judge } from "./judge.js";
import { ListColumns } from "./list-columns.js";
import { type Asked, lookedUp } from "./looked-up.js";
import type { MetricPlan, QueryPlan } from "./plan.js";
import { canDoubt } from "./rounding.js";
import type { RunKey } from "./run-key.js";
import { bringsValues } from "./window-costs.js";

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

/** Where rows in doubt are found, with the values of their windows. */
export interface DoubtSteps {
  readonly steps: readonly Cte[];
  /** The table that they are in, with columns `(automation, run, place, time, value, latest_values, holds)`. */
  readonly table: string;
}

/**
 * Rows in doubt, with the values of their windows. Those whose values had to be looked up were judged by the largest
 * magnitude of their whole run; by those in their windows, most of them are decided.
 */
export function doubts({ metrics }: QueryPlan, key: RunKey, d: Dialect): DoubtSteps {
  const groups = metrics.flatMap((group, k) => {
    const members = group.members.filter(({ condition }) => canDoubt(condition));
    return bringsValues(group, d) || members.length === 0 ? [] : [{ members, k }];
  });
  if (groups.length === 0) return { steps: [], table: "candidates" };
  const others = groups.flatMap(({ members }) => members.map(({ index }) => index)).join(", ");
  const brought = `SELECT ${ROW}, latest_values, holds FROM candidates WHERE holds IS NULL AND automation NOT IN (${others})`;
  const weighed = groups.map(({ members, k }) => {
    const cases = members.map(({ index, condition }) => {
      return `WHEN ${index} THEN ${judge(condition, new ListColumns(condition.needed), d)}`;
    });
    return `SELECT ${ROW}, latest_values,\n  CASE automation\n  ${cases.join("\n  ")}\n  END AS holds\nFROM doubt_${k}_values`;
  });
  return {
    steps: [
      ...groups.flatMap(({ members, k }) => lookedUp(inDoubt(members, k), k, key)),
      {
        name: "doubts",
        comment:
          "The rows in doubt, judged anew by the magnitudes in their windows where they are known only now.",
        sql: [brought, ...weighed].join("\nUNION ALL\n"),
        shared: true,
      },
    ],
    table: "doubts",
  };
}

function inDoubt(members: readonly MetricPlan[], k: number): Asked {
  return {
    name: `doubt_${k}`,
    why: "to say whether they hold",
    rows: `SELECT ${ROW}, first_place, needed\nFROM candidates\n${spansOf(members)}\nWHERE holds IS NULL`,
    columns: ["time", "value"],
  };
}

/** Joins candidates with how many values an automation needs. */
export function spansOf(members: readonly MetricPlan[]): string {
  const spans = members.map(({ index, condition }) => `(${index}, ${condition.needed})`).join(", ");
  return `JOIN (VALUES ${spans}) AS spans (number, needed) ON automation = number`;
}

/** `doubtful_windows (automation, run, place, time, value, side, aggregation, list)`. */
export function doubtfulWindows({ metrics }: QueryPlan, table: string, d: Dialect): Cte {
  const sides = metrics.flatMap(({ members }) =>
    members.flatMap((member) =>
      canDoubt(member.condition) ? sidesOf(member).map((side) => sideRow(member, side)) : [],
    ),
  );
  return {
    name: "doubtful_windows",
    comment: "The values in the windows of the rows in doubt.",
    sql: `SELECT ${ROW}, side, aggregation, ${d.part("latest_values", "first_item", "items")} AS list
FROM ${table}
JOIN (VALUES ${sides.join(", ")}) AS sides (number, side, aggregation, first_item, items) ON automation = number
WHERE holds IS NULL`,
  };
}

function sideRow({ index, condition }: MetricPlan, { side, aggregation, from, to }: Side): string {
  return `(${index}, '${side}', '${aggregation}', ${condition.needed - from}, ${from - to + 1})`;
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
