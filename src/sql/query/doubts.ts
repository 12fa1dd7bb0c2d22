import type { Dialect } from "../dialect.js";
import type { Asked } from "./asked-windows.js";
import { watching } from "./candidates.js";
import type { Cte } from "./cte.js";
import { easyAggregates, exactVerdict } from "./exact-verdict.js";
import { judge } from "./judge.js";
import { ListColumns } from "./list-columns.js";
import { lookedUp } from "./looked-up.js";
import { hasEarly, isPartial, type MetricPlan, type QueryPlan } from "./plan.js";
import { canDoubt } from "./rounding.js";
import type { RunKey } from "./run-key.js";
import { bringsValues, mostNeeded } from "./window-costs.js";

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
 * Rows in doubt, with the values of their windows, and those of them decided that can be without much work. Where values
 * had to be looked up, rows were judged by the largest magnitude of their whole run: now by those in their windows.
 */
export function doubts({ metrics }: QueryPlan, key: RunKey, d: Dialect): DoubtSteps {
  const groups = metrics.map((group, k) => ({
    k,
    members: group.members.filter(({ condition }) => canDoubt(condition)),
    brought: bringsValues(group, d),
  }));
  const looked = groups.filter(({ members, brought }) => members.length > 0 && !brought);
  const brought = groups.flatMap((group) => (group.brought ? group.members.map(({ index }) => index) : []));
  const columns = `${ROW}, latest_values`;
  const parts = looked.map(({ members, k }) => {
    const holds = byAutomation(members, (member) => {
      const { condition } = member;
      return judge(condition, new ListColumns(condition.needed, d, isPartial(member)), d);
    });
    return `SELECT ${columns},\n  ${holds} AS holds\nFROM doubt_${k}_values`;
  });
  if (brought.length > 0) {
    const numbers = brought.join(", ");
    parts.unshift(
      `SELECT ${columns}, holds FROM candidates WHERE holds IS NULL AND automation IN (${numbers})`,
    );
  }
  const all = groups.flatMap(({ members }) => members);
  const easy = all.map((member) => ({
    ...member,
    ...easyAggregates(member.condition, isPartial(member), d),
  }));
  const cases = (column: "level" | "before") =>
    `CASE automation\n  ${easy.map((one) => `WHEN ${one.index} THEN ${one[column]}`).join("\n  ")}\n  END AS ${column}`;
  // The deviation of equal values is 0.
  const aggregates = { level: "level", before: "before", deviation: d.double(0) };
  const verdict = byAutomation(all, ({ condition }) => exactVerdict(condition, aggregates, d));
  return {
    steps: [
      ...looked.flatMap(({ members, k }) => lookedUp(inDoubt(members, k), k, key, d)),
      {
        name: "weighed",
        comment:
          "The rows in doubt, judged by the magnitudes in their windows where they are known only now.",
        sql: parts.join("\nUNION ALL\n"),
      },
      {
        name: "easy_windows",
        comment: "The aggregates of their windows, where all values are equal or whole numbers; else null.",
        sql: `SELECT *,\n  ${cases("level")},\n  ${cases("before")}\nFROM weighed`,
      },
      {
        name: "doubts",
        comment: "The same rows, those with such aggregates decided.",
        sql: `SELECT ${columns}, CASE WHEN holds IS NULL AND level IS NOT NULL AND before IS NOT NULL THEN ${verdict}\n  ELSE holds END AS holds\nFROM easy_windows`,
        shared: true,
      },
    ],
    table: "doubts",
  };
}

function byAutomation(members: readonly MetricPlan[], sql: (member: MetricPlan) => string): string {
  const cases = members.map((member) => `WHEN ${member.index} THEN ${sql(member)}`);
  return `CASE automation\n  ${cases.join("\n  ")}\n  END`;
}

function inDoubt(members: readonly MetricPlan[], k: number): Asked {
  return {
    name: `doubt_${k}`,
    why: "to say whether they hold",
    rows: `SELECT ${ROW}, first_place, needed\nFROM candidates\n${spansOf(members)}\nWHERE holds IS NULL`,
    columns: ["time", "value"],
    most: mostNeeded(members),
    partial: hasEarly({ members }),
  };
}

/** Joins candidates with how many values an automation needs. */
export function spansOf(members: readonly MetricPlan[]): string {
  return `JOIN (VALUES ${watching(members)}) AS spans (number, needed) ON automation = number`;
}

/** `doubtful_windows (automation, run, place, time, value, side, aggregation, list)`. */
export function doubtfulWindows({ metrics }: QueryPlan, table: string, d: Dialect): Cte {
  const sides = metrics.flatMap(({ members }) =>
    members.flatMap((member) =>
      canDoubt(member.condition) ? sidesOf(member).map((side) => sideRow(member, side)) : [],
    ),
  );
  const size = d.size("latest_values");
  // A partial window begins with the run's first value.
  const first = `greatest(${size} - first_back, 1)`;
  const list = d.part("latest_values", first, `${size} - last_back - ${first} + 1`);
  return {
    name: "doubtful_windows",
    comment: "The values in the windows of the rows in doubt.",
    sql: `SELECT ${ROW}, side, aggregation, ${list} AS list
FROM ${table}
JOIN (VALUES ${sides.join(", ")}) AS sides (number, side, aggregation, first_back, last_back) ON automation = number
WHERE holds IS NULL`,
  };
}

/** A side's places are told from the latest value on. */
function sideRow({ index }: MetricPlan, { side, aggregation, from, to }: Side): string {
  return `(${index}, '${side}', '${aggregation}', ${from}, ${to})`;
}

/** The columns of windows worked out without rounding. */
const EXACT = { level: "level", before: "before", deviation: "deviation" } as const;

/** `decided (automation, run, place, time)`. */
export function decided({ metrics }: QueryPlan, d: Dialect): Cte {
  const members = metrics.flatMap((group) => group.members.filter(({ condition }) => canDoubt(condition)));
  const verdicts = members.map(
    (member) => `WHEN ${member.index} THEN ${exactVerdict(member.condition, EXACT, d)}`,
  );
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
