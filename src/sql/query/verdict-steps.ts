import type { Dialect } from "../dialect.js";
import type { RunSteps } from "../filter/run-steps.js";
import { candidates } from "./candidates.js";
import type { Cte } from "./cte.js";
import { decided, doubtfulWindows, doubts } from "./doubts.js";
import { exactSteps } from "./exact-steps.js";
import type { QueryPlan } from "./plan.js";
import { canDoubt } from "./rounding.js";
import type { RunKey } from "./run-key.js";

/** Seconds in which an automation fires at most once per run. */
const COOLDOWN = 86_400;

/** From the rows of every metric that hold or are in doubt to `cooled (automation, run, satisfied, fired)`. */
export function verdictSteps(plan: QueryPlan, runs: RunSteps, key: RunKey, d: Dialect): Cte[] {
  const first = candidates(plan, runs, d);
  const conditions = plan.metrics.flatMap(({ members }) => members.map(({ condition }) => condition));
  if (!conditions.some(canDoubt)) {
    return [first, satisfied(["candidates WHERE holds"]), cooled(plan, d)];
  }
  const { steps, table } = doubts(plan, key, d);
  const baselines = conditions.some(({ spec }) => spec.kind === "zscore");
  const settled: Cte = {
    name: "settled",
    comment: "The rows in doubt that hold.",
    sql: satisfiedIn([`${table} WHERE holds`, "decided"]),
  };
  return [
    first,
    ...inCaseOfDoubt(
      [...steps, doubtfulWindows(plan, table, d), ...exactSteps(baselines, d), decided(plan, d), settled],
      settled.name,
      d,
    ),
    satisfied(["candidates WHERE holds", settled.name]),
    cooled(plan, d),
  ];
}

/** Spark leaves steps out where no row is in doubt: planning them takes longer than finding out. */
function inCaseOfDoubt(steps: readonly Cte[], last: string, d: Dialect): readonly Cte[] {
  if (!d.addsUp) return steps;
  const onlyIf = {
    comment: "Only where rows are in doubt.",
    found: "SELECT automation FROM candidates WHERE holds IS NULL",
    otherwise: { name: last, sql: `${satisfiedIn(["candidates"])} WHERE FALSE` },
  };
  return steps.map((step) => ({
    ...step,
    shared: step.shared === true || step.name === last,
    onlyIf,
  }));
}

function satisfied(from: readonly string[]): Cte {
  return {
    name: "satisfied",
    comment: "Every row at which an automation's condition holds.",
    sql: satisfiedIn(from),
  };
}

function satisfiedIn(from: readonly string[]): string {
  return from.map((part) => `SELECT automation, run, place, time FROM ${part}`).join("\nUNION ALL\n");
}

/** The 24-hour rule: a fold over each run's satisfied rows, whose state is when the next firing may be, and what fired. */
function cooled({ metrics, states }: QueryPlan, d: Dialect): Cte {
  const never = d.double(Number.NEGATIVE_INFINITY);
  const nowhere = `CAST(${d.list()} AS ${d.integersType})`;
  const rows = d.collect(d.record({ at: "time", places: d.list("place") }), "place");
  // A row without a time makes the next time unknown, which no time is after: null.
  const fold = d.field(
    d.foldAlike(rows, d.record({ at: never, places: nowhere }), ["fired", "row_"], (fired, row) => {
      const [next, at] = [d.field(fired, "at"), d.field(row, "at")];
      const places = d.concat(d.field(fired, "places"), d.field(row, "places"));
      const fires = d.record({ at: `${at} + ${COOLDOWN}`, places });
      return `CASE WHEN ${next} = ${never} OR ${at} >= ${next} THEN ${fires} ELSE ${fired} END`;
    }),
    "places",
  );
  return {
    name: "cooled",
    comment:
      "At most once per run in 24 hours: at the first row, then at the first one at least a day after the last.",
    sql: `SELECT automation, run, count(*) AS satisfied,\n  ${fold} AS fired\nFROM satisfied\nGROUP BY automation, run`,
    // Every metric asks what fired, and so do run states.
    ...(d.addsUp ? { shared: metrics.length + states.length > 1 } : {}),
  };
}
