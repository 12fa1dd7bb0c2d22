import type { Dialect } from "../dialect.js";
import type { Cte } from "./cte.js";
import { exactSteps } from "./exact-steps.js";
import { meets, ratio } from "./ieee.js";
import { canDoubt, directed } from "./judge.js";
import type { MetricPlan, QueryPlan } from "./plan.js";

/** Seconds in which an automation fires at most once per run. */
const COOLDOWN = 86_400;

/** The column of `admitted` that says whether an automation looks at a run, if that must be asked. */
export type Admits = (index: number) => string | undefined;

const UNION = "\nUNION ALL\n";

/** From the rows of every metric that hold or are in doubt to `firings (automation, run, place, satisfied)`. */
export function verdictSteps(plan: QueryPlan, admits: Admits, d: Dialect): Cte[] {
  const doubted = plan.metrics.map((group) => group.members.filter(({ condition }) => canDoubt(condition)));
  const doubts = doubted.some((members) => members.length > 0);
  return [
    candidates(plan, admits, d),
    ...(doubts ? [doubtfulWindows(doubted, d), ...exactSteps(d), decided(doubted.flat(), d)] : []),
    satisfied(doubts),
    ...firings(d),
  ];
}

function candidates({ metrics, states }: QueryPlan, admits: Admits, d: Dialect): Cte {
  const columns = "t.run, place, pos, step, time, value";
  const from = (table: string, index: number, condition: string) => {
    const admitted = admits(index);
    if (admitted === undefined) return `FROM ${table} AS t WHERE ${condition}`;
    return `FROM ${table} AS t JOIN admitted AS a ON a.run = t.run WHERE ${admitted} AND ${condition}`;
  };
  const values = metrics.flatMap((group, k) =>
    group.members.map(({ index }) => {
      const held = from(`held_${k}`, index, `coalesce(holds_${index}, TRUE)`);
      return `SELECT ${index} AS automation, ${columns}, holds_${index} AS holds\n${held}`;
    }),
  );
  const changes = states.map(({ index, states }) => {
    const wanted = [...states].map((state) => d.text(state)).join(", ");
    const changed = from("state_changes", index, `reported IN (${wanted})`);
    return `SELECT ${index} AS automation, ${columns}, TRUE AS holds\n${changed}`;
  });
  return {
    name: "candidates",
    comment:
      "Per automation, the rows that hold or are in doubt, of runs in its scope that its run filter lets through.",
    sql: [...values, ...changes].join(UNION),
  };
}

/** The windows that a condition in doubt is worked out from: side, aggregation, values back to the first and the last. */
function sidesOf({ condition }: MetricPlan): readonly (readonly [string, string, number, number])[] {
  const { spec, window, prior, needed } = condition;
  if (spec.kind === "zscore") return [["prior", "BASELINE", needed - 1, 1]];
  const aggregation = spec.agg === "SUM" ? "SUM" : "AVERAGE";
  const current = ["current", aggregation, window - 1, 0] as const;
  return prior === 0 ? [current] : [current, ["prior", aggregation, needed - 1, window]];
}

function doubtfulWindows(doubted: readonly (readonly MetricPlan[])[], d: Dialect): Cte {
  const selects = doubted.flatMap((members, k) => {
    if (members.length === 0) return [];
    const sides = members.flatMap((member) =>
      sidesOf(member).map(
        ([side, aggregation, first, last]) =>
          `(${member.index}, '${side}', '${aggregation}', ${first}, ${last})`,
      ),
    );
    return `SELECT automation, w.run, w.place, side, aggregation, ${d.collect("s.value", "s.pos")} AS list
FROM (
  SELECT c.automation, c.run, c.place, side, aggregation, ${d.eachOf("c.pos - first_back", "c.pos - last_back")} AS pos
  FROM candidates AS c
  JOIN (VALUES ${sides.join(", ")}) AS sides (automation, side, aggregation, first_back, last_back)
    ON c.automation = sides.automation
  WHERE c.holds IS NULL
) AS w
JOIN series_${k} AS s ON s.run = w.run AND s.pos = w.pos
GROUP BY automation, w.run, w.place, side, aggregation`;
  });
  return {
    name: "doubtful_windows",
    comment: "The values in the windows of the rows in doubt.",
    sql: selects.join(UNION),
  };
}

function decided(members: readonly MetricPlan[], d: Dialect): Cte {
  const verdicts = members.map((member) => `    WHEN ${member.index} THEN ${exactVerdict(member, d)}`);
  return {
    name: "decided",
    comment: "The rows in doubt, decided by the aggregates as they are to the last bit.",
    sql: `SELECT * FROM (
  SELECT c.automation, c.run, c.place, c.pos, c.step, c.time, CASE c.automation
${verdicts.join("\n")}
    END AS holds
  FROM candidates AS c
  JOIN (
    SELECT automation, run, place, max(deviation) AS deviation,
      max(CASE WHEN side = 'current' THEN level END) AS level, max(CASE WHEN side = 'prior' THEN level END) AS before
    FROM exact_windows GROUP BY automation, run, place
  ) AS exact ON c.automation = exact.automation AND c.run = exact.run AND c.place = exact.place
  WHERE c.holds IS NULL
) AS verdicts
WHERE holds`,
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

function satisfied(doubts: boolean): Cte {
  const columns = "automation, run, place, pos, step, time";
  const sure = `SELECT ${columns} FROM candidates WHERE holds`;
  return {
    name: "satisfied",
    comment: "Every row at which an automation's condition holds.",
    sql: doubts ? `${sure}${UNION}SELECT ${columns} FROM decided` : sure,
  };
}

/** The 24-hour rule: a fold over each run's satisfied rows, whose state is when the next firing may be, and what fired. */
function firings(d: Dialect): Cte[] {
  const never = d.double(Number.NEGATIVE_INFINITY);
  // A row without a time makes the next time unknown, which no time is after: null.
  const fold = d.foldLists(
    d.collect(d.list("CAST(place AS DOUBLE)", "time"), "place"),
    d.list(never),
    ["fired", "row_"],
    (fired, row) => {
      const [next, at] = [d.item(fired, 1), d.item(row, 2)];
      const fires = d.concat(d.list(`${at} + ${COOLDOWN}`), d.tail(fired, 2), d.list(d.item(row, 1)));
      return `CASE WHEN ${next} = ${never} OR ${at} >= ${next} THEN ${fires} ELSE ${fired} END`;
    },
  );
  return [
    {
      name: "cooled",
      comment:
        "At most once per run in 24 hours: at the first row, then at the first one at least a day after the last.",
      sql: `SELECT automation, run, count(*) AS satisfied,\n  ${fold} AS fired\nFROM satisfied\nGROUP BY automation, run`,
    },
    {
      name: "firings",
      comment: "The rows at which automations fire.",
      sql: `SELECT s.automation, s.run, s.place, s.pos, s.step, s.time, c.satisfied
FROM (SELECT automation, run, satisfied, ${d.each(d.tail("fired", 2))} AS place FROM cooled) AS c
JOIN satisfied AS s ON s.automation = c.automation AND s.run = c.run AND s.place = c.place`,
    },
  ];
}
