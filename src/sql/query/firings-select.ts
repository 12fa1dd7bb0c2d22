import type { Dialect } from "../dialect.js";
import type { Query } from "./cte.js";
import { spansOf } from "./doubts.js";
import { foundRows } from "./found-rows.js";
import { joinedWindows } from "./joined-windows.js";
import { lookedUp } from "./looked-up.js";
import { hasEarly, type QueryPlan } from "./plan.js";
import type { RunKey } from "./run-key.js";
import { bringsValues, mostNeeded } from "./window-costs.js";

const ROW = ["automation", "run", "place", "step", "time"];
const JOIN_FIRED = "JOIN fired AS f ON f.automation = c.automation AND f.run = c.run AND f.place = c.place";

/**
 * The result: `(automation, run, place, step, time, satisfied, window_values, state)`, a row per firing. `satisfied` says how often
 * the automation's condition held in the run; the window holds the values that the condition looked at, the latest
 * last; `state` is only set for changes of state.
 */
export function firingsSelect(plan: QueryPlan, key: RunKey, d: Dialect): Query {
  const row = [...ROW.map((column) => `c.${column}`), d.addsUp ? "f.satisfied" : "c.satisfied"].join(", ");
  const from = d.addsUp ? `FROM candidates AS c\n${JOIN_FIRED}` : "FROM found AS c";
  const found = d.addsUp ? [] : [foundRows(plan, d)];
  const direct = `SELECT ${row}, c.latest_values AS window_values, c.state\n${from}`;
  const groups = plan.metrics.flatMap((group, k) =>
    bringsValues(group, d) ? [] : [{ members: group.members, k }],
  );
  if (groups.length === 0) return { steps: found, select: inOrder(direct, d) };
  const columns = ["step", "time", "satisfied"];
  const steps = groups.flatMap(({ members, k }) => {
    const spans = spansOf(members);
    const rows = d.addsUp
      ? `SELECT fired.*, needed\nFROM fired\n${spans}`
      : `SELECT ${row}, c.first_place, needed\n${from}\n${spans.replace("ON automation", "ON c.automation")}`;
    const asked = { name: `firing_${k}`, why: "to tell what fired", rows, columns };
    const windows = d.addsUp ? joinedWindows : lookedUp;
    return windows({ ...asked, partial: hasEarly({ members }), most: mostNeeded(members) }, k, key, d);
  });
  const looked = groups.map(
    ({ k }) =>
      `SELECT ${[...ROW, "satisfied"].join(", ")}, latest_values AS window_values, CAST(NULL AS ${d.textType}) AS state\nFROM firing_${k}_values`,
  );
  const others = groups.flatMap(({ members }) => members.map(({ index }) => index)).join(", ");
  const all = plan.states.length === 0 && groups.length === plan.metrics.length;
  const parts = all ? looked : [`${direct}\nWHERE c.automation NOT IN (${others})`, ...looked];
  return { steps: [...found, ...steps], select: inOrder(parts.join("\nUNION ALL\n"), d) };
}

/** Firings are read by one reader: Spark sorts them in one part, and needn't look at them first to share them out. */
function inOrder(select: string, d: Dialect): string {
  const found = d.addsUp
    ? `SELECT *\nFROM (SELECT /*+ REPARTITION(1) */ * FROM (\n${select}\n) AS found) AS firings`
    : select;
  return `${found}\nORDER BY run, place, automation`;
}
